using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>Reads all rows once, 4 bytes a row and text more, and redefines each video's scores by the paper's formula.</summary>
internal static class PaperFormula
{
    /// <summary>The new scores in row order.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="sources">The columns video, frame, score and what each thing does.</param>
    /// <param name="texts">What was said.</param>
    public static float[] Of(IDataView data, DataViewSchema.Column[] sources, IReadOnlyList<SpokenAction> texts)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(sources);
        ValueGetter<ReadOnlyMemory<char>> videoGetter = cursor.GetGetter<ReadOnlyMemory<char>>(sources[0]);
        ValueGetter<long> frameGetter = cursor.GetGetter<long>(sources[1]);
        ValueGetter<float> scoreGetter = cursor.GetGetter<float>(sources[2]);
        ValueGetter<VBuffer<float>> thingsGetter = cursor.GetGetter<VBuffer<float>>(sources[3]);
        var sequence = new VideoSequence();
        List<float> redefined = [], scores = [];
        List<float>[] similarities = [.. texts.Select(_ => new List<float>())];
        ReadOnlyMemory<char> video = default;
        long frame = 0;
        float score = 0;
        VBuffer<float> things = default;
        while (cursor.MoveNext())
        {
            videoGetter(ref video);
            frameGetter(ref frame);
            scoreGetter(ref score);
            thingsGetter(ref things);
            ScoreColumn.RequireNumber(score, sources[2].Name);
            if (sequence.Begins(video.Span, frame))
            {
                redefined.AddRange(Redefine(scores, similarities, texts));
                scores.Clear();
                Array.ForEach(similarities, similarity => similarity.Clear());
            }

            scores.Add(score);
            float[] dense = [.. things.DenseValues()];
            for (int t = 0; t < texts.Count; t++)
            {
                similarities[t].Add(Most(dense, texts[t].Direction));
            }
        }

        return [.. redefined, .. Redefine(scores, similarities, texts)];
    }

    // the most similar thing of the frame
    private static float Most(ReadOnlySpan<float> things, float[] text)
    {
        float most = float.NegativeInfinity;
        for (int start = 0; start < things.Length; start += text.Length)
        {
            most = MathF.Max(most, TensorPrimitives.Dot(things.Slice(start, text.Length), text));
        }

        return most;
    }

    // equation 10, one text after the other; the extremes are those of the video as it was scored
    private static IEnumerable<float> Redefine(List<float> scores, List<float>[] similarities, IReadOnlyList<SpokenAction> texts)
    {
        (float least, float most) = scores.Count > 0 ? (scores.Min(), scores.Max()) : (0, 0);
        return scores.Select((score, row) =>
        {
            for (int t = 0; t < texts.Count; t++)
            {
                TextRedefinition said = texts[t].Text.Said;
                double beyond = similarities[t][row] - said.Threshold;
                score += beyond <= 0 ? 0 : (float)(said.Strength * beyond * (said.As == RedefinedAs.Normal ? -most : least));
            }

            return score;
        }).ToArray();
    }
}
