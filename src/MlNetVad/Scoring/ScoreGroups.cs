using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Scores by video; a single video is cut into blocks of time, which stand for the videos that are not there.</summary>
internal static class ScoreGroups
{
    private const int Blocks = 5;

    /// <summary>The finite scores of each video, in order of first appearance.</summary>
    /// <exception cref="VadException">There are no rows, or a score is NaN or Infinity.</exception>
    public static float[][] Read(IDataView scored, InputColumn group, InputColumn score)
    {
        DataViewSchema.Column[] columns = [group.Find(scored.Schema), score.Find(scored.Schema)];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        ValueGetter<ReadOnlyMemory<char>> name = cursor.GetGetter<ReadOnlyMemory<char>>(columns[0]);
        ValueGetter<float> value = cursor.GetGetter<float>(columns[1]);
        var scores = new Dictionary<string, List<float>>();
        ReadOnlyMemory<char> video = default;
        float one = 0;
        while (cursor.MoveNext())
        {
            name(ref video);
            value(ref one);
            string key = video.ToString();
            if (!float.IsFinite(one))
            {
                throw new VadException($"Column '{score.Name}' has the score {one} in video '{key}'; calibration needs finite scores.");
            }

            if (!scores.TryGetValue(key, out List<float>? list))
            {
                scores.Add(key, list = []);
            }

            list.Add(one);
        }

        return scores.Count switch
        {
            0 => throw new VadException($"There are no rows to learn from how column '{score.Name}' spreads; fit on at least one normal video."),
            1 => Cut([.. scores.Values.Single()]),
            _ => [.. scores.Values.Select(list => list.ToArray())],
        };
    }

    private static float[][] Cut(float[] scores) => [.. scores.Chunk((scores.Length + Blocks - 1) / Blocks)];
}
