using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Evaluation;

/// <summary>One method beside the first one of a comparison.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="MicroAuc">Its micro AUC of raw scores, 0 … 1; NaN where a class is missing.</param>
/// <param name="MicroAucCi95">The 95 % interval when videos are drawn anew; NaN where there are fewer than two.</param>
/// <param name="Difference">How much higher its micro AUC is than the first method's.</param>
/// <param name="DifferenceCi95">The 95 % interval of that difference, both methods on the same draws.</param>
public sealed record ComparedMethod(string Name, double MicroAuc, double[] MicroAucCi95, double Difference, double[] DifferenceCi95)
{
    /// <summary>Whether the interval of the difference leaves 0 out.</summary>
    public bool IsResolved => DifferenceCi95[0] > 0 || DifferenceCi95[1] < 0;
}

/// <summary>
/// Compares methods on the same labelled frames by a paired bootstrap: whole videos are drawn anew, the same for all methods, because frames
/// of one video are not independent and a hard video is hard for every method.
/// </summary>
public static class ScoreComparison
{
    /// <summary>Compares each method with the first.</summary>
    /// <param name="methods">At least two, each with the scores of the same videos under the same labels; the order of videos may differ.</param>
    /// <param name="options">Draws and seed; defaults where null.</param>
    /// <returns>One entry a method, in the given order; the first differs by 0 from itself.</returns>
    /// <exception cref="VadException">There are fewer than two methods, or videos, frames or labels do not fit together; the message lists what does not.</exception>
    public static IReadOnlyList<ComparedMethod> Compare(IReadOnlyList<(string Name, IReadOnlyList<VideoScores> Videos)> methods, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(methods);
        options ??= new EvaluationOptions();
        if (methods.Count < 2)
        {
            throw new VadException($"A comparison needs two methods or more, not {methods.Count}; give the scores of each.");
        }

        VideoScores[][] filled = [.. methods.Select(m => Align(methods[0], m))];
        double first = Auc(filled[0]);
        return [.. methods.Select((method, i) =>
        {
            VideoBootstrap own = VideoBootstrap.Compute(filled[i], options.BootstrapResamples, options.Seed);
            VideoBootstrap difference = VideoBootstrap.Difference(filled[0], filled[i], options.BootstrapResamples, options.Seed);
            double auc = Auc(filled[i]);
            return new ComparedMethod(method.Name, auc, [own.Low, own.High], auc - first, [difference.Low, difference.High]);
        })];
    }

    private static double Auc(VideoScores[] videos) =>
        RocAuc.Compute([.. videos.SelectMany(v => v.Scores)], [.. videos.SelectMany(v => v.Labels)]);

    private static VideoScores[] Align((string Name, IReadOnlyList<VideoScores> Videos) first, (string Name, IReadOnlyList<VideoScores> Videos) other)
    {
        Dictionary<string, VideoScores> byId = other.Videos.ToDictionary(v => v.VideoId, StringComparer.Ordinal);
        List<string> faults = [.. byId.Keys.Except(first.Videos.Select(v => v.VideoId)).Select(id => $"video '{id}' is only in {other.Name}")];
        foreach (VideoScores video in first.Videos)
        {
            if (!byId.TryGetValue(video.VideoId, out VideoScores? same))
            {
                faults.Add($"video '{video.VideoId}' is only in {first.Name}");
            }
            else if (same.Labels.Length != video.Labels.Length)
            {
                faults.Add($"video '{video.VideoId}' has {Counted.Of(video.Labels.Length, "frame")} in {first.Name} and {same.Labels.Length} in {other.Name}");
            }
            else if (!same.Labels.AsSpan().SequenceEqual(video.Labels))
            {
                int frame = Enumerable.Range(0, same.Labels.Length).First(f => !same.Labels[f].Equals(video.Labels[f]));
                faults.Add($"video '{video.VideoId}', frame {frame}: the label is {video.Labels[frame]} in {first.Name} and {same.Labels[frame]} in {other.Name}");
            }
        }

        return faults.Count == 0
            ? [.. first.Videos.Select(v => byId[v.VideoId].Fill())]
            : throw new VadException($"The scores are not of the same labelled frames: {Faults.Join(faults)}; score the same set with each method.");
    }
}
