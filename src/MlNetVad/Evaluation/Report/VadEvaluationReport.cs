using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Persistence;

namespace MlNetVad.Evaluation;

/// <summary>
/// Everything an evaluation says. The top-level figures are of the raw scores: not normalised, not smoothed, every
/// frame; <see cref="Protocols"/> holds the others beside them. Undefined figures are NaN, in JSON null.
/// </summary>
public sealed record VadEvaluationReport : RankingFigures
{
    /// <summary>What a figure that is undefined is called in tables and notes.</summary>
    public const string Undefined = "undefined: one class only";

    /// <summary>Protocol line of the top-level figures.</summary>
    [JsonPropertyOrder(-2)]
    public required string Protocol { get; init; }

    /// <summary>95 % confidence interval of the micro AUC, [low, high], by resampling videos.</summary>
    public double[] MicroAucCi95 { get; init; } = [double.NaN, double.NaN];

    /// <summary>AUC over pixels; NaN where there are no masks or boxes.</summary>
    public double PixelAuc { get; init; } = double.NaN;

    /// <summary>AUC over frames by the UCSD criterion: 40 % of an anomalous frame's anomalous pixels must alarm.</summary>
    public double PixelCriterionAuc { get; init; } = double.NaN;

    /// <summary>RBDC and TBDC (Ramachandra and Jones 2020); one entry a kind of detected region, none where there are neither masks nor tracks, or no regions.</summary>
    public IReadOnlyList<RegionFigures> Regions { get; init; } = [];

    /// <summary>Throughput from file to score, in frames per second.</summary>
    public double FramesPerSecond { get; init; } = double.NaN;

    /// <summary>How large the model is; null where the scores came from elsewhere.</summary>
    public ModelSize? ModelSize { get; init; }

    /// <summary>Highest resident memory of the process, in megabytes.</summary>
    public double PeakRssMb { get; init; } = double.NaN;

    /// <summary>The figures under each protocol, the raw one first.</summary>
    public IReadOnlyList<ProtocolResult> Protocols { get; init; } = [];

    /// <summary>What trivial scores reach on the same frames.</summary>
    public IReadOnlyList<BaselineResult> Baselines { get; init; } = [];

    /// <summary>What the detector does at the model's threshold.</summary>
    public OperatingPoint OperatingPoint { get; init; } = new();

    /// <summary>What noticing 50, 80 and 90 % of the labelled events costs, thresholds read from the test labels; empty where no event is labelled.</summary>
    public IReadOnlyList<RecallPoint> AtEventRecall { get; init; } = [];

    /// <summary>Video by video.</summary>
    public IReadOnlyList<VideoResult> Videos { get; init; } = [];

    /// <summary>What was evaluated on.</summary>
    public required DatasetResult Dataset { get; init; }

    /// <summary>Model, code and machine.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>Milliseconds a frame by stage, such as <c>decodeMs</c>.</summary>
    public IReadOnlyDictionary<string, double> Timing { get; init; } = new Dictionary<string, double>();

    /// <summary>Milliseconds of a frame by stage, and of all of them as <c>total</c>: half of the frames, and 19 of 20.</summary>
    public IReadOnlyDictionary<string, StageLatency> Latency { get; init; } = new Dictionary<string, StageLatency>();

    /// <summary>What a reader must know before quoting a figure.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The report as JSON, keys in camel case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="VadException">The text is no report.</exception>
    public static VadEvaluationReport FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<VadEvaluationReport>(json, ReportJson.Options)
                ?? throw new VadException("The evaluation report is empty; expected the JSON that 'evaluate' writes.");
        }
        catch (JsonException e)
        {
            throw new VadException($"The evaluation report cannot be read ({e.Message}); expected the JSON that 'evaluate' writes.", e);
        }
    }

    /// <summary>Writes the JSON; the file appears whole or not at all.</summary>
    /// <exception cref="VadException">The path cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ToJson() + "\n");
}
