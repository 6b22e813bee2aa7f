using System.Globalization;
using System.Text.Json.Nodes;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using Spectre.Console;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws a comparison, and says in a sentence what follows.</summary>
internal static class CompareTable
{
    /// <summary>Draws everything.</summary>
    public static void Show(Screen screen, IReadOnlyList<ComparedMethod> methods)
    {
        Draw.Table(screen, new ReportTable(
            "Micro AUC of raw scores, and how much higher than the first",
            [new("method", false), new("micro AUC"), new("95 % interval"), new("difference"), new("95 % interval")],
            [.. methods.Select((m, i) => (IReadOnlyList<string>)
                [m.Name, Figure(m.MicroAuc), Interval(m.MicroAucCi95), i == 0 ? "" : Figure(m.Difference), i == 0 ? "" : Interval(m.DifferenceCi95)])]));
        screen.Show("");
        foreach (ComparedMethod method in methods.Skip(1))
        {
            screen.Show(Markup.Escape(Sentence(methods[0].Name, method)));
        }
    }

    /// <summary>The same for scripts.</summary>
    public static JsonArray ToJson(IReadOnlyList<ComparedMethod> methods) =>
        new([.. methods.Select(m => (JsonNode)new JsonObject
        {
            ["name"] = m.Name,
            ["microAuc"] = CliJson.Number(m.MicroAuc),
            ["microAucCi95"] = Ends(m.MicroAucCi95),
            ["difference"] = CliJson.Number(m.Difference),
            ["differenceCi95"] = Ends(m.DifferenceCi95),
            ["isResolved"] = m.IsResolved,
        })]);

    /// <summary>What a comparison says, in words.</summary>
    public static string Sentence(string first, ComparedMethod method) =>
        double.IsNaN(method.DifferenceCi95[0])
            ? $"{method.Name} and {first} cannot be told apart: the scores hold one video only, or one class; measure on more videos."
        : method.IsResolved
            ? $"{method.Name} is {(method.Difference > 0 ? "better" : "worse")} than {first} by {Figure(Math.Abs(method.Difference))} (95 % interval {Interval(method.DifferenceCi95)}): more than the luck of which videos there are."
            : $"The difference between {method.Name} and {first} is not resolved: {Figure(method.Difference)}, 95 % interval {Interval(method.DifferenceCi95)}; other videos could turn it round.";

    private static JsonArray Ends(double[] ends) => new([.. ends.Select(CliJson.Number)]);

    private static string Figure(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Interval(double[] ends) => double.IsNaN(ends[0]) ? "–" : $"{Figure(ends[0])} to {Figure(ends[1])}";
}
