using System.Text.Json.Nodes;
using MlNetVad.Cli.Terminal;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Tables;

/// <summary>What the doctor found, for people and for scripts.</summary>
internal static class DoctorTable
{
    /// <summary>A row a thing, then what follows from them all.</summary>
    public static void Print(Screen screen, IReadOnlyList<Finding> findings, bool well)
    {
        FindingTable.Print(screen, "what is there", findings);
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
        ["findings"] = FindingTable.ToJson(findings),
    };
}
