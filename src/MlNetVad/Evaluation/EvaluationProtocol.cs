using MlNetVad.Scoring;
using static System.FormattableString;

namespace MlNetVad.Evaluation;

/// <summary>How scores are scaled before they are compared across videos.</summary>
public enum ScoreNormalization
{
    /// <summary>As the model gives them, calibrated on training video if at all.</summary>
    None,

    /// <summary>Min-max over the whole test set.</summary>
    Global,

    /// <summary>Min-max over each test video: reads the future and assumes an anomaly in every video.</summary>
    PerVideoMinMax,

    /// <summary>Min-max over the video's frames so far.</summary>
    CausalRunning,
}

/// <summary>How scores are smoothed over time, within a video.</summary>
public enum ScoreSmoothing
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Mean of the last frames; the width is their number.</summary>
    CausalMean,

    /// <summary>Causal exponential; the width is the weight of the newest score.</summary>
    CausalExponential,

    /// <summary>Gaussian over past and future; the width is its standard deviation in frames.</summary>
    Gaussian,
}

/// <summary>
/// What is done to the scores before they meet the labels: fill, then normalise, then smooth, then drop frames.
/// Figures under different protocols do not compare; <see cref="Describe"/> is the line to print beside each.
/// </summary>
/// <param name="Name">Short name.</param>
/// <param name="Normalization">Scope of the scaling.</param>
/// <param name="Smoothing">Kind of smoothing.</param>
/// <param name="Width">Its width, in the unit that <see cref="ScoreSmoothing"/> gives.</param>
/// <param name="DroppedFrames">Frames left out at the beginning of each video.</param>
/// <param name="Remark">What a reader must know about it; ends the protocol line.</param>
public sealed record EvaluationProtocol(
    string Name,
    ScoreNormalization Normalization = ScoreNormalization.None,
    ScoreSmoothing Smoothing = ScoreSmoothing.None,
    double Width = 0,
    int DroppedFrames = 0,
    string Remark = "")
{
    /// <summary>Scores as they are, every frame: what the report's top-level figures use.</summary>
    public static EvaluationProtocol Raw { get; } = new("raw");

    /// <summary>Whether a frame's value depends on no later frame.</summary>
    public bool Causal =>
        (Normalization is ScoreNormalization.None or ScoreNormalization.CausalRunning) && Smoothing != ScoreSmoothing.Gaussian;

    /// <summary>Later frames that the smoothing waits for; the model's own latency comes on top.</summary>
    public int LatencyFrames => Smoothing == ScoreSmoothing.Gaussian ? TemporalFilters.GaussianRadius(Width) : 0;

    /// <summary>The protocols that are always reported, side by side.</summary>
    /// <param name="paperSigma">Standard deviation of the paper's Gaussian, in frames.</param>
    public static IReadOnlyList<EvaluationProtocol> Standard(double paperSigma) =>
    [
        Raw,
        new("causal mean of 8", Smoothing: ScoreSmoothing.CausalMean, Width: 8),
        new("Gaussian 4", Smoothing: ScoreSmoothing.Gaussian, Width: 4),
        Paper(paperSigma),
        WithoutMinMax(paperSigma),
        new("raw, first 4 frames dropped", DroppedFrames: 4, Remark: "as published prediction code does; changes the anomalous share"),
    ];

    /// <summary>The protocol of the papers on frame prediction.</summary>
    /// <param name="sigma">Standard deviation of the Gaussian, in frames.</param>
    public static EvaluationProtocol Paper(double sigma) => new(
        Invariant($"paper: per-video min-max, Gaussian {sigma:0.##}"),
        ScoreNormalization.PerVideoMinMax,
        ScoreSmoothing.Gaussian,
        sigma,
        Remark: "reads the future, assumes an anomaly in every video");

    /// <summary>The papers' protocol without its normalisation.</summary>
    /// <param name="sigma">Standard deviation of the Gaussian, in frames.</param>
    public static EvaluationProtocol WithoutMinMax(double sigma) =>
        new(Invariant($"paper without min-max: Gaussian {sigma:0.##}"), Smoothing: ScoreSmoothing.Gaussian, Width: sigma);

    /// <summary>The protocols under which untrained predictors are reported.</summary>
    /// <param name="paperSigma">Standard deviation of the paper's Gaussian, in frames.</param>
    internal static IReadOnlyList<EvaluationProtocol> Untrained(double paperSigma) => [Paper(paperSigma), WithoutMinMax(paperSigma), Raw];

    /// <summary>The protocol line: score direction, normalisation, smoothing, causality and latency, dropped frames.</summary>
    /// <param name="modelLatencyFrames">Frames that the model itself looks ahead.</param>
    public string Describe(int modelLatencyFrames = 0)
    {
        string normalization = Normalization switch
        {
            ScoreNormalization.None => "none",
            ScoreNormalization.Global => "min-max over the test set",
            ScoreNormalization.PerVideoMinMax => "min-max per test video",
            _ => "running min-max per video",
        };
        string smoothing = Smoothing switch
        {
            ScoreSmoothing.None => "none",
            ScoreSmoothing.CausalMean => Invariant($"mean of the last {Width:0} frames"),
            ScoreSmoothing.CausalExponential => Invariant($"exponential, newest score weighs {Width:0.###}"),
            _ => Invariant($"Gaussian, sigma {Width:0.##} frames"),
        };
        string latency = $"{Counted.Of(modelLatencyFrames + LatencyFrames, "frame")} latency";
        string order = Normalization switch
        {
            ScoreNormalization.Global => "not causal, needs the whole test set",
            ScoreNormalization.PerVideoMinMax => "not causal, needs the whole video",
            _ => Causal ? $"causal, {latency}" : $"not causal, {latency}",
        };
        string dropped = DroppedFrames == 0 ? "none" : $"first {DroppedFrames} of each video";
        string remark = Remark.Length == 0 ? "" : $"; {Remark}";
        return $"higher = more anomalous; normalisation: {normalization}; then smoothing: {smoothing} ({order}); dropped frames: {dropped}{remark}";
    }

    /// <summary>Applies the protocol to filled videos.</summary>
    /// <param name="videos">Every frame scored.</param>
    public IReadOnlyList<VideoScores> Apply(IReadOnlyList<VideoScores> videos)
    {
        ArgumentNullException.ThrowIfNull(videos);
        (float low, float high) = Normalization == ScoreNormalization.Global ? Range(videos) : default;
        List<VideoScores> result = new(videos.Count);
        foreach (VideoScores video in videos)
        {
            float[] scores = Smooth(Normalize(video.Scores, low, high));
            VideoScores processed = video.WithScores(scores);
            result.Add(DroppedFrames > 0 ? processed.Drop(DroppedFrames) : processed);
        }

        return result;
    }

    private float[] Normalize(float[] scores, float low, float high) => Normalization switch
    {
        ScoreNormalization.Global => MinMax(scores, low, high),
        ScoreNormalization.PerVideoMinMax => MinMax(scores, scores.Min(), scores.Max()),
        ScoreNormalization.CausalRunning => RunningMinMax(scores),
        _ => scores,
    };

    private float[] Smooth(float[] scores)
    {
        float[] smooth = [.. scores];
        switch (Smoothing)
        {
            case ScoreSmoothing.CausalMean:
                TemporalFilters.CausalMean(scores, (int)Width, smooth);
                break;
            case ScoreSmoothing.CausalExponential:
                TemporalFilters.CausalExponential(scores, Width, smooth);
                break;
            case ScoreSmoothing.Gaussian:
                TemporalFilters.Gaussian(scores, Width, smooth);
                break;
            default:
                break;
        }

        return smooth;
    }

    private static (float Low, float High) Range(IReadOnlyList<VideoScores> videos) =>
        (videos.Min(video => video.Scores.Min()), videos.Max(video => video.Scores.Max()));

    /// <summary>A constant video becomes 0 throughout.</summary>
    private static float[] MinMax(float[] scores, float low, float high) =>
        Array.ConvertAll(scores, score => Scale(score, low, high));

    private static float[] RunningMinMax(float[] scores)
    {
        float[] scaled = new float[scores.Length];
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        for (int frame = 0; frame < scores.Length; frame++)
        {
            low = Math.Min(low, scores[frame]);
            high = Math.Max(high, scores[frame]);
            scaled[frame] = Scale(scores[frame], low, high);
        }

        return scaled;
    }

    private static float Scale(float score, float low, float high) =>
        high > low ? (float)(((double)score - low) / ((double)high - low)) : 0;
}
