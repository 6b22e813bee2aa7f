using System.Security.Cryptography;
using System.Text;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Evaluation;

/// <summary>Turns frame scores and labels into a report that says what its figures mean.</summary>
public static class VadEvaluator
{
    private const double AssumedFramesPerSecond = 25;

    /// <summary>Evaluates the scores of a test set.</summary>
    /// <param name="videos">All videos of the set; unscored frames at either end are filled, and counted.</param>
    /// <param name="options">How; defaults where null.</param>
    /// <param name="context">What the scores do not say; empty where null.</param>
    /// <exception cref="VadException">No video, an id twice, a score missing between others, or baselines of other frames.</exception>
    public static VadEvaluationReport Evaluate(IReadOnlyList<VideoScores> videos, EvaluationOptions? options = null, EvaluationContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(videos);
        options ??= new EvaluationOptions();
        context ??= new EvaluationContext();
        VideoScores[] filled = Prepare(videos);
        VideoBootstrap interval = VideoBootstrap.Compute(filled, options.BootstrapResamples, options.Seed);
        double videoRate = options.VideoFramesPerSecond ?? AssumedFramesPerSecond;
        int mergeGap = (int)Math.Round(options.MergeGapSeconds * videoRate);
        VadEvaluationReport report = new()
        {
            Protocol = EvaluationProtocol.Raw.Describe(options.ModelLatencyFrames),
            MicroAucCi95 = [interval.Low, interval.High],
            PixelAuc = context.Pixels?.Value ?? double.NaN,
            PixelCriterionAuc = context.Pixels?.CriterionAuc ?? double.NaN,
            Regions = context.Regions,
            FramesPerSecond = context.FramesPerSecond,
            ModelSize = context.ModelSize,
            PeakRssMb = PeakMemory.Megabytes(),
            Protocols = [.. (options.Protocols ?? EvaluationProtocol.Standard(options.PaperSigma)).Select(protocol => Apply(protocol, filled, options))],
            Baselines = TrivialBaselines.Evaluate(filled, context.Baselines, options.PaperSigma),
            OperatingPoint = OperatingPoint.Compute(filled, options.Threshold, videoRate, mergeGap),
            AtEventRecall = RecallPoint.Compute(filled, videoRate, mergeGap),
            Videos = [.. filled.Select(Describe)],
            Dataset = Describe(context, filled),
            Provenance = context.Provenance ?? Provenance.Collect(),
            Timing = context.Timing,
            Latency = context.Latency,
        };
        report = RankingFigures.Compute(report, filled);
        return report with { Notes = [.. EvaluationNotes.For(report, options, context), .. context.Notes] };
    }

    private static VideoScores[] Prepare(IReadOnlyList<VideoScores> videos)
    {
        if (videos.Count == 0)
        {
            throw new VadException("There are no videos to evaluate; expected at least one scored video, check the dataset's path.");
        }

        HashSet<string> ids = [];
        if (videos.FirstOrDefault(video => !ids.Add(video.VideoId)) is { } twice)
        {
            throw new VadException($"Video '{twice.VideoId}' appears twice; expected one id a video, rename one of them.");
        }

        return [.. videos.Select(video => video.Fill())];
    }

    private static ProtocolResult Apply(EvaluationProtocol protocol, VideoScores[] filled, EvaluationOptions options)
    {
        IReadOnlyList<VideoScores> videos = protocol.Apply(filled);
        int frames = videos.Sum(video => video.Scores.Length);
        ProtocolResult result = new()
        {
            Name = protocol.Name,
            Protocol = protocol.Describe(options.ModelLatencyFrames),
            Causal = protocol.Causal,
            LatencyFrames = options.ModelLatencyFrames + protocol.LatencyFrames,
            Frames = frames,
            Dropped = filled.Sum(video => video.Scores.Length) - frames,
            AnomalousShare = AnomalousShare(videos),
        };
        return RankingFigures.Compute(result, videos);
    }

    private static VideoResult Describe(VideoScores video) => new()
    {
        Id = video.VideoId,
        Frames = video.Scores.Length,
        Anomalous = video.Labels.Count(label => label > 0),
        Unlabelled = video.Labels.Count(float.IsNaN),
        Filled = video.FilledAtStart + video.FilledAtEnd,
        Auc = RocAuc.Compute(video.Scores, video.Labels),
        MaxScore = video.Scores.Max(),
        MeanScore = video.Scores.Average(score => (double)score),
    };

    private static DatasetResult Describe(EvaluationContext context, VideoScores[] videos)
    {
        int frames = videos.Sum(video => video.Scores.Length);
        int filled = videos.Sum(video => video.FilledAtStart + video.FilledAtEnd);
        return new DatasetResult
        {
            Name = context.DatasetName,
            Videos = videos.Length,
            TwoClassVideos = videos.Count(video => video.Labels.Contains(0) && video.Labels.Contains(1)),
            Frames = frames,
            Scored = frames - filled,
            Filled = filled,
            Unlabelled = videos.Sum(video => video.Labels.Count(float.IsNaN)),
            Anomalous = videos.Sum(video => video.Labels.Count(label => label > 0)),
            AnomalousShare = AnomalousShare(videos),
            ManifestHash = ManifestHash(videos),
            CountWarning = context.CountWarning,
        };
    }

    private static double AnomalousShare(IReadOnlyList<VideoScores> videos)
    {
        double known = videos.Sum(video => video.Labels.Count(label => !float.IsNaN(label)));
        return known > 0 ? videos.Sum(video => video.Labels.Count(label => label > 0)) / known : double.NaN;
    }

    /// <summary>SHA-256 of one line a video: id, tab, frames, tab, a letter a label (0, 1 or -).</summary>
    private static string ManifestHash(VideoScores[] videos)
    {
        StringBuilder manifest = new();
        foreach (VideoScores video in videos)
        {
            manifest.Append(video.VideoId).Append('\t').Append(video.Labels.Length).Append('\t');
            foreach (float label in video.Labels)
            {
                manifest.Append(float.IsNaN(label) ? '-' : label > 0 ? '1' : '0');
            }

            manifest.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest.ToString())));
    }
}
