using System.Globalization;
using System.Net;
using System.Text;
using MlNetVad.Persistence;

namespace MlNetVad.Cli.Detections;

/// <summary>A picture with its objects drawn over it, as one SVG file that holds the picture too.</summary>
internal static class Overlay
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "jpeg",
        [".jpeg"] = "jpeg",
        [".png"] = "png",
        [".webp"] = "webp",
        [".bmp"] = "bmp",
    };

    private static readonly string[] Colours = ["#e6194b", "#3cb44b", "#4363d8", "#f58231", "#911eb4", "#008080", "#9a6324", "#800000", "#808000", "#000075"];

    /// <summary>Refuses what cannot be drawn over, before the work.</summary>
    /// <param name="files">The pictures; null for frames of a video.</param>
    /// <exception cref="VadException">It is not one picture of a kind that browsers show.</exception>
    public static void Check(IReadOnlyList<string?> files)
    {
        if (files is not [{ } file])
        {
            throw new VadException("--draw draws over one picture; give a picture as --input.");
        }

        if (!Kinds.ContainsKey(Path.GetExtension(file)))
        {
            throw new VadException($"--draw cannot show '{file}' inside an SVG file; give a jpg, png, webp or bmp picture.");
        }
    }

    /// <summary>Writes the file.</summary>
    public static void Save(FrameObjects picture, string path)
    {
        double line = Math.Max(1, Math.Max(picture.Width, picture.Height) / 400.0), text = 6 * line;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {picture.Width} {picture.Height}\" font-family=\"sans-serif\" font-size=\"{text:0.#}\">\n");
        string kind = Kinds[Path.GetExtension(picture.File!)];
        svg.Append(CultureInfo.InvariantCulture, $"<image width=\"{picture.Width}\" height=\"{picture.Height}\" href=\"data:image/{kind};base64,{Convert.ToBase64String(File.ReadAllBytes(picture.File!))}\"/>\n");
        foreach (FoundObject o in picture.Objects)
        {
            string colour = Colours[o.ClassId % Colours.Length];
            string label = WebUtility.HtmlEncode($"{o.Class} {o.Score:0.00}");
            double above = o.Y >= 1.3 * text ? o.Y : o.Y + (1.3 * text);   // inside the box where there is no room above it
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{o.X:0.#}\" y=\"{o.Y:0.#}\" width=\"{o.Width:0.#}\" height=\"{o.Height:0.#}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{line:0.#}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{o.X:0.#}\" y=\"{above - (1.3 * text):0.#}\" width=\"{label.Length * 0.6 * text:0.#}\" height=\"{1.3 * text:0.#}\" fill=\"{colour}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{o.X + (0.3 * text):0.#}\" y=\"{above - (0.35 * text):0.#}\" fill=\"white\">{label}</text>\n");
        }

        AtomicFile.WriteText(path, svg.Append("</svg>\n").ToString());
    }
}
