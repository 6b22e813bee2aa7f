using System.Text.Json.Nodes;
using MlNetVad.Cli.Ablation;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Pipelines.Configuration;
using static System.FormattableString;

namespace MlNetVad.Cli.Tables;

/// <summary>Ours beside the papers' column.</summary>
internal sealed class AblationReport(
    TrainingConfig config, string name, AblationTable table, int? steps, IReadOnlyList<int> seeds, IReadOnlyList<AblationCell> cells, AblationResults results)
{
    private static readonly (string Header, string Key, Func<AblationCell, double?> Value, Func<UntrainedRow, double?> Untrained)[] Figures =
    [
        ("min-max, σ 5", "paper", cell => cell.Paper, row => row.Paper),
        ("σ 5", "withoutMinMax", cell => cell.WithoutMinMax, row => row.WithoutMinMax),
        ("raw", "raw", cell => cell.Raw, row => row.Raw),
    ];

    private readonly string _data = $"{config.DataSource.Type}, {config.Name}";

    private string OtherData => config.DataSource.Type == table.PapersData ? "" : $", other data than ours ({config.DataSource.Type})";

    /// <summary>Draws the table and what must be known about it.</summary>
    public void Show(Screen screen)
    {
        string[] papers = [.. table.Papers.Keys];
        ReportColumn[] ours = [.. Figures.Select(f => new ReportColumn(f.Header))];
        Draw.Table(screen, new ReportTable(
            $"{table.Title}: micro AUC, %, ours and the papers' on {table.PapersData}",
            [new("row", false), .. ours, new("steps"), .. papers.Select(paper => new ReportColumn(paper))],
            [
                .. table.Rows.Select(row => (IReadOnlyList<string>)
                [
                    row.Name,
                    .. Figures.Select(f => Text(Of(row, f.Value))),
                    $"{cells.First(cell => cell.Row == row.Name).Steps}",
                    .. papers.Select(paper => row.Papers.GetValueOrDefault(paper) is { } value ? Invariant($"{value:0.0}") : "–"),
                ]),
            ]));
        Draw.Table(screen, new ReportTable(
            "The same of untrained predictors",
            [new("predictor", false), .. ours],
            [.. results.Untrained.Select(row => (IReadOnlyList<string>)[row.Name, .. Figures.Select(f => Text([f.Untrained(row)]))])]));
        string runs = seeds.Count == 1 ? $"seed {seeds[0]}" : $"mean ± standard deviation of seeds {seeds[0]} to {seeds[^1]}";
        Draw.Pairs(
            screen,
            "",
            ("columns", "min-max, σ 5: the papers' protocol, per-video min-max and Gaussian of 5 frames; σ 5: the same without min-max; raw: neither"),
            ("ours", $"{_data}; {runs}{(steps is { } most ? $"; at most {most} steps a row" : "")}"),
            ("papers", $"{string.Join("; ", table.Papers.Select(p => $"{p.Key} {p.Value}"))}, on {table.PapersData}{OtherData}; with other encoders and longer training: compare differences between rows, not figures"),
            ("note", table.Note),
            ("kept in", results.Path));
        screen.Show("");
    }

    /// <summary>The same for machines; AUC in 0 … 1, the papers' as they print it.</summary>
    public string ToJson() => new JsonObject
    {
        ["table"] = name,
        ["config"] = config.Path,
        ["dataset"] = config.DataSource.Type,
        ["trainer"] = config.Training.Trainer,
        ["steps"] = steps,
        ["seeds"] = new JsonArray([.. seeds.Select(seed => (JsonNode)seed)]),
        ["papersDataset"] = table.PapersData,
        ["papers"] = new JsonObject(table.Papers.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
        ["note"] = table.Note,
        ["rows"] = new JsonArray([.. table.Rows.Select(Row)]),
        ["untrained"] = new JsonArray([.. results.Untrained.Select(Row)]),
        ["keptIn"] = results.Path,
    }.ToJsonString(CliJson.Options);

    private JsonNode Row(AblationRow row)
    {
        var json = new JsonObject { ["name"] = row.Name };
        foreach ((_, string key, Func<AblationCell, double?> value, _) in Figures)
        {
            double?[] values = Of(row, value);
            json[key] = new JsonObject
            {
                ["mean"] = CliJson.Number(Mean(values)),
                ["sd"] = CliJson.Number(Deviation(values)),
                ["values"] = new JsonArray([.. values.Select(v => v is { } number ? (JsonNode)number : null)]),
            };
        }

        json["seconds"] = new JsonArray([.. cells.Where(cell => cell.Row == row.Name).Select(cell => (JsonNode)cell.Seconds)]);
        json["papersPercent"] = new JsonObject(row.Papers.Select(p => KeyValuePair.Create(p.Key, p.Value is { } value ? (JsonNode?)value : null)));
        return json;
    }

    private static JsonNode Row(UntrainedRow row) => new JsonObject([
        KeyValuePair.Create("name", (JsonNode?)row.Name),
        .. Figures.Select(f => KeyValuePair.Create(f.Key, f.Untrained(row) is { } value ? (JsonNode?)value : null))]);

    private double?[] Of(AblationRow row, Func<AblationCell, double?> value) => [.. cells.Where(cell => cell.Row == row.Name).Select(value)];

    private static string Text(double?[] values) => (Mean(values), Deviation(values)) switch
    {
        (double.NaN, _) => "–",
        (double mean, double.NaN) => Invariant($"{100 * mean:0.0}"),
        (double mean, double deviation) => Invariant($"{100 * mean:0.0} ± {100 * deviation:0.0}"),
    };

    private static double Mean(double?[] values) => values.Average(value => value ?? double.NaN);

    private static double Deviation(double?[] values)
    {
        double mean = Mean(values);
        return values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => Math.Pow((value ?? double.NaN) - mean, 2)) / (values.Length - 1));
    }
}
