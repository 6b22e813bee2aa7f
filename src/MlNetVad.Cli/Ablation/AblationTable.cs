using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetVad.Pipelines.Configuration;

namespace MlNetVad.Cli.Ablation;

/// <summary>A table of the papers that can be run again: which rows it has, what each changes, what the papers report.</summary>
/// <param name="Title">What is compared.</param>
/// <param name="PapersData">The data set of the papers' column.</param>
/// <param name="Papers">Where in which paper the column stands.</param>
/// <param name="Note">What a reader must know.</param>
/// <param name="Rows">The rows.</param>
internal sealed record AblationTable(string Title, string PapersData, IReadOnlyDictionary<string, string> Papers, string Note, IReadOnlyList<AblationRow> Rows)
{
    private static readonly JsonSerializerOptions CamelCase = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectNullableAnnotations = true };

    /// <summary>The tables' names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["filters", "memory", "modalities", "losses"];

    /// <summary>Reads a table's small file.</summary>
    public static AblationTable Read(string name)
    {
        using Stream stream = typeof(AblationTable).Assembly.GetManifestResourceStream($"ablation.{name}.json")!;
        return JsonSerializer.Deserialize<AblationTable>(stream, CamelCase)!;
    }
}

/// <summary>A row.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Set">Parameters that it sets, by dotted name.</param>
/// <param name="Scale">Parameters that it multiplies.</param>
/// <param name="Papers">Micro AUC in percent by paper; null where a paper has no such row.</param>
internal sealed record AblationRow(
    string Name, IReadOnlyDictionary<string, JsonNode?> Set, IReadOnlyDictionary<string, double>? Scale, IReadOnlyDictionary<string, double?> Papers)
{
    /// <summary>The config with what this row changes.</summary>
    /// <exception cref="VadException">The config's pipeline has no such parameter.</exception>
    public TrainingConfig Apply(TrainingConfig config)
    {
        var changes = new Dictionary<string, JsonNode?>(Set, StringComparer.Ordinal);
        foreach ((string name, double factor) in Scale ?? new Dictionary<string, double>())
        {
            string now = config.Training.Parameters().First(p => p.Key == name).Value;
            changes[name] = double.Parse(now, CultureInfo.InvariantCulture) * factor;
        }

        return config.With(changes);
    }
}
