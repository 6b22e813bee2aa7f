using System.Text.Json.Nodes;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Tables;

/// <summary>Findings, for people and for scripts.</summary>
internal static class FindingTable
{
    /// <summary>A row a thing.</summary>
    public static void Print(Screen screen, string title, IReadOnlyList<Finding> findings)
    {
        IReadOnlyList<string>[] rows = [.. findings.Select(finding => (string[])[finding.Name, Word(finding.State), finding.Found, finding.Advice])];
        Draw.Table(screen, new ReportTable(title, [new("what", false), new("state", false), new("found", false), new("what it means, or what helps", false)], rows));
    }

    /// <summary>The same as JSON.</summary>
    public static JsonArray ToJson(IReadOnlyList<Finding> findings) => [.. findings.Select(finding => new JsonObject
    {
        ["name"] = finding.Name,
        ["state"] = finding.State.ToString(),
        ["found"] = finding.Found,
        ["advice"] = finding.Advice,
        ["needed"] = finding.Needed,
    })];

    private static string Word(FindingState state) => state == FindingState.Ok ? "OK" : state.ToString().ToLowerInvariant();
}
