using System.Text.Json.Serialization;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Evaluation;

/// <summary>How well a score ranks anomalous above normal frames. NaN (JSON null) is undefined: one class only.</summary>
public record RankingFigures
{
    /// <summary>AUC over the frames of all videos together, in [0, 1].</summary>
    [JsonPropertyOrder(-1)]
    public double MicroAuc { get; init; } = double.NaN;

    /// <summary>Mean AUC of the videos that hold both classes, in [0, 1].</summary>
    [JsonPropertyOrder(-1)]
    public double MacroAuc { get; init; } = double.NaN;

    /// <summary>Number of videos in <see cref="MacroAuc"/>.</summary>
    [JsonPropertyOrder(-1)]
    public int MacroVideos { get; init; }

    /// <summary>
    /// Macro AUC over all videos, each padded with a normal frame below and an anomalous frame above every score, as
    /// published code does; flattering.
    /// </summary>
    [JsonPropertyOrder(-1)]
    public double MacroAucPadded { get; init; } = double.NaN;

    /// <summary>AUC over pairs of frames of the same video, pooled, in [0, 1].</summary>
    [JsonPropertyOrder(-1)]
    public double WithinVideoAuc { get; init; } = double.NaN;

    /// <summary>Average precision, in [0, 1]; chance is the anomalous share.</summary>
    [JsonPropertyOrder(-1)]
    public double AveragePrecision { get; init; } = double.NaN;

    /// <summary>Equal error rate, in [0, 1].</summary>
    [JsonPropertyOrder(-1)]
    public double EqualErrorRate { get; init; } = double.NaN;

    /// <summary>Fills a copy of <paramref name="record"/> with the figures of <paramref name="videos"/>.</summary>
    internal static T Compute<T>(T record, IReadOnlyList<VideoScores> videos)
        where T : RankingFigures
    {
        LabeledScores frames = LabeledScores.Sort(videos);
        MacroAuc macro = Metrics.MacroAuc.Compute(videos);
        return (T)(RankingFigures)(record with
        {
            MicroAuc = RocAuc.Compute(frames),
            MacroAuc = macro.Value,
            MacroVideos = macro.Videos,
            MacroAucPadded = macro.Padded,
            WithinVideoAuc = Metrics.WithinVideoAuc.Compute(videos).Value,
            AveragePrecision = Metrics.AveragePrecision.Compute(frames),
            EqualErrorRate = Metrics.EqualErrorRate.Compute(frames),
        });
    }
}
