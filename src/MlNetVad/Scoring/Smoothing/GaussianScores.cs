using System.Runtime.InteropServices;
using Microsoft.ML;

namespace MlNetVad.Scoring;

/// <summary>Reads all scores once, 4 bytes a row, and smooths each video's with a Gaussian.</summary>
internal static class GaussianScores
{
    /// <summary>The smoothed scores in row order.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="sources">The columns video, frame and score.</param>
    /// <param name="sigma">Standard deviation, in rows.</param>
    public static float[] Of(IDataView data, DataViewSchema.Column[] sources, double sigma)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(sources);
        ValueGetter<ReadOnlyMemory<char>> videoGetter = cursor.GetGetter<ReadOnlyMemory<char>>(sources[0]);
        ValueGetter<long> frameGetter = cursor.GetGetter<long>(sources[1]);
        ValueGetter<float> scoreGetter = cursor.GetGetter<float>(sources[2]);
        var sequence = new VideoSequence();
        var smoothed = new List<float>();
        var scores = new List<float>();
        ReadOnlyMemory<char> video = default;
        long frame = 0;
        float score = 0;
        while (cursor.MoveNext())
        {
            videoGetter(ref video);
            frameGetter(ref frame);
            scoreGetter(ref score);
            ScoreColumn.RequireNumber(score, sources[2].Name);
            if (sequence.Begins(video.Span, frame))
            {
                Append(smoothed, scores, sigma);
            }

            scores.Add(score);
        }

        Append(smoothed, scores, sigma);
        return [.. smoothed];
    }

    private static void Append(List<float> smoothed, List<float> scores, double sigma)
    {
        if (scores.Count == 0)
        {
            return;
        }

        int start = smoothed.Count;
        CollectionsMarshal.SetCount(smoothed, start + scores.Count);
        TemporalFilters.Gaussian(CollectionsMarshal.AsSpan(scores), sigma, CollectionsMarshal.AsSpan(smoothed)[start..]);
        scores.Clear();
    }
}
