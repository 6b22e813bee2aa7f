using System.Text.Json.Nodes;
using MlNetVad.Cli.Examination;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Tables;

/// <summary>What the doctor found, for people and for scripts.</summary>
internal static class DoctorTable
{
    /// <summary>A row a thing, then what follows from them all.</summary>
    public static void Print(Screen screen, IReadOnlyList<Finding> findings, bool well)
    {
        IReadOnlyList<string>[] rows = [.. findings.Select(finding => (string[])[finding.Name, Word(finding.State), finding.Found, finding.Advice])];
        Draw.Table(screen, new ReportTable("what is there", [new("what", false), new("state", false), new("found", false), new("what it means, or what helps", false)], rows));
        string[] absent = [.. findings.Where(finding => finding.State == FindingState.Missing).Select(finding => finding.Name)];
        screen.Show(Spectre.Console.Markup.Escape(
            !well ? $"  Not ready: {string.Join(", ", findings.Where(finding => finding.Needed && finding.State == FindingState.Missing).Select(finding => finding.Name))} missing; the table says what helps."
            : absent.Length > 0 ? $"  Ready, without {string.Join(", ", absent)}."
            : "  Ready."));
        screen.Show("");
    }

    /// <summary>The same as JSON.</summary>
    public static JsonObject ToJson(IReadOnlyList<Finding> findings, bool well) => new()
    {
        ["ready"] = well,
        ["findings"] = new JsonArray([.. findings.Select(ToJson)]),
    };

    private static JsonNode ToJson(Finding finding) => new JsonObject
    {
        ["name"] = finding.Name,
        ["state"] = finding.State.ToString(),
        ["found"] = finding.Found,
        ["advice"] = finding.Advice,
        ["needed"] = finding.Needed,
    };

    private static string Word(FindingState state) => state == FindingState.Ok ? "OK" : state.ToString().ToLowerInvariant();
}
