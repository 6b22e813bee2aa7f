using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MlNetVad.Cli.Tables;
using MlNetVad.Persistence;
using MlNetVad.Pipelines.Configuration;

namespace MlNetVad.Cli.Ablation;

/// <summary>One trained and evaluated row with one seed.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Fingerprint">Of everything that decides the result: another config gives another.</param>
/// <param name="Paper">Micro AUC under the papers' protocol, 0 … 1.</param>
/// <param name="WithoutMinMax">The same without per-video normalisation.</param>
/// <param name="Raw">Micro AUC of the raw scores.</param>
/// <param name="Seconds">Seconds of training.</param>
/// <param name="Steps">Steps of training.</param>
internal sealed record AblationCell(string Row, int Seed, string Fingerprint, double? Paper, double? WithoutMinMax, double? Raw, double Seconds, int Steps);

/// <summary>What is untrained on the same frames.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Paper">Micro AUC under the papers' protocol, 0 … 1.</param>
/// <param name="WithoutMinMax">The same without per-video normalisation.</param>
/// <param name="Raw">Micro AUC of the raw scores.</param>
internal sealed record UntrainedRow(string Name, double? Paper, double? WithoutMinMax, double? Raw);

/// <summary>The finished cells of a table in a file beside the config, so that an interrupted ablation goes on.</summary>
internal sealed class AblationResults
{
    private static readonly JsonSerializerOptions Json = new(CliJson.Options) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly List<AblationCell> _cells;

    private AblationResults(string path, List<AblationCell> cells, IReadOnlyList<UntrainedRow> untrained)
    {
        Path = path;
        _cells = cells;
        Untrained = untrained;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Untrained predictors, as the newest evaluation gave them.</summary>
    public IReadOnlyList<UntrainedRow> Untrained { get; private set; }

    /// <summary>Opens the file that belongs to a config and a table; empty where there is none.</summary>
    /// <exception cref="VadException">It is damaged.</exception>
    public static AblationResults Open(TrainingConfig config, string table)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(config.Path)!, $"{config.Name}.ablation-{table}.json");
        if (!File.Exists(path))
        {
            return new AblationResults(path, [], []);
        }

        try
        {
            Kept? kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(path), Json);
            return new AblationResults(path, [.. kept?.Cells ?? []], kept?.Untrained ?? []);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{path}', which keeps the finished rows of this ablation, cannot be read ({e.Message.Split('\n')[0].TrimEnd('.')}); delete it to begin anew.", e);
        }
    }

    /// <summary>Of everything that decides a cell's result.</summary>
    public static string Fingerprint(TrainingConfig row, string data, int? steps)
    {
        string text = string.Join('\n', [row.Training.Trainer, data, $"steps {steps}", .. row.Training.Parameters().Select(p => $"{p.Key} {p.Value}")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    /// <summary>The finished cell, or null.</summary>
    public AblationCell? Find(string row, int seed, string fingerprint) =>
        _cells.Find(cell => cell.Row == row && cell.Seed == seed && cell.Fingerprint == fingerprint);

    /// <summary>Keeps a finished cell; the file is replaced whole.</summary>
    public void Add(AblationCell cell, IReadOnlyList<UntrainedRow> untrained)
    {
        _cells.RemoveAll(other => other.Row == cell.Row && other.Seed == cell.Seed);
        _cells.Add(cell);
        Untrained = untrained;
        AtomicFile.WriteText(Path, JsonSerializer.Serialize(new Kept(_cells, Untrained), Json) + "\n");
    }

    private sealed record Kept(IReadOnlyList<AblationCell> Cells, IReadOnlyList<UntrainedRow> Untrained);
}
