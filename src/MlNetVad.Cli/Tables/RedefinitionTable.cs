using System.Globalization;
using MlNetVad.Cli.Redefining;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Scoring;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws what people have said of a model's scores.</summary>
internal static class RedefinitionTable
{
    /// <summary>Draws the table, or JSON.</summary>
    public static void Show(Screen screen, string path, IReadOnlyList<Redefinition> said)
    {
        if (screen.Json)
        {
            screen.Out.WriteLine(RedefinitionRecord.ToJson(said).ToJsonString(CliJson.Options));
            return;
        }

        if (said.Count == 0)
        {
            Draw.Title(screen, $"{path} has no redefinitions: it scores as it was trained");
            return;
        }

        Draw.Table(screen, new ReportTable(
            path,
            [new("no."), new("as", false), new("what", false), new("frames, or understood as", false), new("parts", false), new("user", false), new("time", false)],
            [.. said.Select(s => (IReadOnlyList<string>)
            [
                s.Number.ToString(CultureInfo.InvariantCulture), s.As == RedefinedAs.Normal ? "normal" : "anomalous", s.Text?.Text ?? s.Video, Seen(s),
                string.Join(", ", s.Parts), s.User, $"{s.Time:yyyy-MM-dd HH:mm:ss'Z'}",
            ])]));
        screen.Show("");
    }

    private static string Seen(Redefinition said) =>
        said.Text is null ? $"{said.FirstFrame}–{said.LastFrame}" : string.Create(CultureInfo.InvariantCulture, $"{said.Meaning} ({said.Similarity:0.00})");
}
