using System.Security;
using System.Text;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Evaluation;

/// <summary>One video's curve inside the picture: anomalous spans shaded, the threshold dashed, axes with ticks.</summary>
internal sealed class ScoreCurvePanel(VideoScores video, Axis x, Axis y, double? threshold)
{
    private double Left => x.PixelLow;

    private double Right => x.PixelHigh;

    private double Top => y.PixelHigh;

    private double Bottom => y.PixelLow;

    private int Columns => Math.Max(1, (int)(2 * (Right - Left)));

    private bool Dense => video.Scores.Length > 2 * Columns;

    public void Render(StringBuilder svg, string heading, int xTicks, int yTicks, bool labelY)
    {
        Append(svg, $"<rect x=\"{Left:0.#}\" y=\"{Top:0.#}\" width=\"{Right - Left:0.#}\" height=\"{Bottom - Top:0.#}\" fill=\"{Palette.Panel}\"/>\n");
        foreach (FrameRun span in FrameRuns.Find(video.Labels.Length, f => video.Labels[f] > 0))
        {
            double start = x.Map(Math.Max(x.Low, span.Start - 0.5)), end = x.Map(Math.Min(x.High, span.End - 0.5));
            Append(svg, $"<rect x=\"{start:0.##}\" y=\"{Top:0.#}\" width=\"{Math.Max(1, end - start):0.##}\" height=\"{Bottom - Top:0.#}\" fill=\"{Palette.Anomalous}\"/>\n");
        }

        RenderAxes(svg, xTicks, yTicks, labelY);
        if (threshold is { } limit && limit >= y.Low && limit <= y.High)
        {
            Append(svg, $"<path d=\"M{Left:0.#} {y.Map(limit):0.##}H{Right:0.#}\" stroke=\"{Palette.Threshold}\" stroke-width=\"1.4\" stroke-dasharray=\"6 4\" fill=\"none\"/>\n");
        }

        Append(svg, $"<path d=\"{Curve()}\" stroke=\"{Palette.Curve}\" stroke-width=\"{(Dense ? 0.8 : 1.6)}\" stroke-linejoin=\"round\" stroke-linecap=\"round\" fill=\"none\"/>\n");
        Append(svg, $"<path d=\"M{Left:0.#} {Top:0.#}V{Bottom:0.#}H{Right:0.#}\" stroke=\"{Palette.Axis}\" stroke-width=\"1\" fill=\"none\"/>\n");
        if (heading.Length > 0)
        {
            Append(svg, $"<text x=\"{Left:0.#}\" y=\"{Top - 7:0.#}\" font-size=\"12\" font-weight=\"600\" fill=\"{Palette.Text}\">{SecurityElement.Escape(heading)}</text>\n");
        }
    }

    private void RenderAxes(StringBuilder svg, int xTicks, int yTicks, bool labelY)
    {
        foreach (double tick in y.Ticks(yTicks))
        {
            double at = y.Map(tick);
            Append(svg, $"<path d=\"M{Left:0.#} {at:0.##}H{Right:0.#}\" stroke=\"{Palette.Grid}\" stroke-width=\"1\" fill=\"none\"/>\n");
            if (labelY)
            {
                Append(svg, $"<text x=\"{Left - 7:0.#}\" y=\"{at + 4:0.##}\" text-anchor=\"end\" font-size=\"11\" fill=\"{Palette.Faint}\">{tick:0.###}</text>\n");
            }
        }

        foreach (double tick in x.Ticks(xTicks, smallest: 1))
        {
            double at = x.Map(tick);
            Append(svg, $"<path d=\"M{at:0.##} {Bottom:0.#}v4\" stroke=\"{Palette.Axis}\" stroke-width=\"1\"/>\n");
            Append(svg, $"<text x=\"{at:0.##}\" y=\"{Bottom + 16:0.#}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{Palette.Faint}\">{tick:0}</text>\n");
        }
    }

    /// <summary>Where frames are denser than half a pixel, each half-pixel column shows its lowest and highest score.</summary>
    private string Curve()
    {
        StringBuilder path = new();
        int frames = video.Scores.Length;
        bool pen = false;
        if (!Dense)
        {
            for (int f = 0; f < frames; f++)
            {
                Point(path, f, video.Scores[f], ref pen);
            }

            return path.Length > 0 && frames == 1 ? path + "h0.01" : path.ToString();
        }

        for (int column = 0; column < Columns; column++)
        {
            int first = (int)((long)frames * column / Columns), end = (int)((long)frames * (column + 1) / Columns);
            (int low, int high) = (first, first);
            for (int f = first; f < end; f++)
            {
                low = video.Scores[f] < video.Scores[low] ? f : low;
                high = video.Scores[f] > video.Scores[high] ? f : high;
            }

            Point(path, Math.Min(low, high), video.Scores[Math.Min(low, high)], ref pen);
            Point(path, Math.Max(low, high), video.Scores[Math.Max(low, high)], ref pen);
        }

        return path.ToString();
    }

    private void Point(StringBuilder path, int frame, float score, ref bool pen)
    {
        if (float.IsNaN(score))
        {
            pen = false;
            return;
        }

        Append(path, $"{(pen ? 'L' : 'M')}{x.Map(frame):0.##} {y.Map(score):0.##}");
        pen = true;
    }

    private static void Append(StringBuilder text, FormattableString value) => text.Append(FormattableString.Invariant(value));
}
