using System.Globalization;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Torch;
using MlNetVad.Video;

namespace MlNetVad.Cli.Redefining;

/// <summary>What a command line asks of a model's redefinitions.</summary>
/// <param name="Normal">Segments that are normal, <c>VIDEO@FROM-TO</c>.</param>
/// <param name="Anomalous">Segments that are anomalous.</param>
/// <param name="Texts">What is said in words.</param>
/// <param name="Undo">A number, <c>last</c> or <c>all</c>; null for none.</param>
/// <param name="User">Who asks.</param>
/// <param name="Clip">Reads the texts in place of MiniLM, for a model with a CLIP.</param>
internal sealed record Change(
    IReadOnlyList<string> Normal, IReadOnlyList<string> Anomalous, IReadOnlyList<TextRedefinition> Texts, string? Undo, string User, ClipTextEncoder? Clip)
{
    /// <summary>Whether nothing is asked.</summary>
    public bool IsNone => Normal.Count == 0 && Anomalous.Count == 0 && Texts.Count == 0 && Undo is null;

    /// <summary>The model as asked.</summary>
    /// <exception cref="VadException">A segment, a video, a text or a number is wrong.</exception>
    public VadModel Apply(MLContext ml, VadModel model, CancellationToken cancellation)
    {
        if (Undo is not null)
        {
            return model.Undo(Numbers(model.Redefinitions));
        }

        foreach ((string text, RedefinedAs meaning) in Normal.Select(text => (text, RedefinedAs.Normal)).Concat(Anomalous.Select(text => (text, RedefinedAs.Anomalous))))
        {
            int at = text.LastIndexOf('@');
            if (at <= 0)
            {
                throw new VadException($"'{text}' names no segment; give VIDEO@FROM-TO, such as gate.mp4@12.0-15.5 or frames/@120f-155f.");
            }

            var segment = VideoSegment.Parse(text[(at + 1)..]);
            model = model.Redefine(ml, VideoSource.FromPath(text[..at]), segment, meaning, User, cancellation);
        }

        return Texts.Aggregate(model, (said, text) => Clip is null ? said.Redefine(ml, text, User) : said.Redefine(text, texts => [.. texts.Select(Clip.Encode)], User));
    }

    private int[] Numbers(IReadOnlyList<Redefinition> said) => Undo switch
    {
        _ when said.Count == 0 => throw new VadException("The model has no redefinitions, so there is nothing to undo."),
        "all" => [.. said.Select(s => s.Number)],
        "last" => [said[^1].Number],
        _ when int.TryParse(Undo, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => [number],
        _ => throw new VadException($"--undo is '{Undo}'; expected the number of a redefinition, last or all."),
    };
}
