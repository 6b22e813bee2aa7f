using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MlNetVad.Benchmarks;

/// <summary>The results for people and for programs.</summary>
internal static class EngineTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Line(EngineResult r) =>
        string.Create(CultureInfo.InvariantCulture, $"{r.Case.Name,-40} {1e3 * r.Ours,9:0.000} ms | {r.Case.Peer,-8} {1e3 * r.Peer,9:0.000} ms ({r.PeerForm}) | {r.Ratio,5:0.00}x, bar {r.Case.Bar:0.0}x {(Reached(r) ? "reached" : "MISSED")}");

    public static string Text(IReadOnlyList<EngineResult> results) => string.Join('\n', results.Select(Line));

    public static string Json(IReadOnlyList<EngineResult> results) => JsonSerializer.Serialize(
        new
        {
            ratios = results.ToDictionary(r => r.Case.Name, r => Math.Round(r.Ratio, 3)),
            bars = results.ToDictionary(r => r.Case.Name, r => r.Case.Bar),
        },
        Indented);

    public static string Markdown(IReadOnlyList<EngineResult> results)
    {
        var table = new StringBuilder("| case | ours, ms | peer | peer, ms | peer's best form | ratio | bar |\n|---|---|---|---|---|---|---|\n");
        foreach (EngineResult r in results)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {r.Case.Name} | {1e3 * r.Ours:0.000} | {r.Case.Peer} | {1e3 * r.Peer:0.000} | {r.PeerForm} | {(Reached(r) ? $"**{r.Ratio:0.00}**" : $"{r.Ratio:0.00}")} | {r.Case.Bar:0.0} |\n");
        }

        return table.ToString();
    }

    private static bool Reached(EngineResult r) => r.Ratio >= r.Case.Bar;
}
