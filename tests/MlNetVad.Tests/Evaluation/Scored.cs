using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

/// <summary>Short ways to write scored videos, and slow definitions to check against.</summary>
internal static class Scored
{
    public static VideoScores Video(string id, float[] scores, params float[] labels) => new(id, scores, labels);

    /// <summary>Videos of random length with coarse scores, so that ties abound.</summary>
    public static VideoScores[] Random(int seed, int videos, int levels = 7)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, videos).Select(v =>
        {
            int frames = random.Next(1, 30);
            float[] scores = [.. Enumerable.Range(0, frames).Select(_ => (float)random.Next(levels) - 3)];
            float[] labels = [.. Enumerable.Range(0, frames).Select(_ => random.Next(10) == 0 ? float.NaN : random.Next(2))];
            return new VideoScores($"v{v}", scores, labels);
        })];
    }

    /// <summary>The definition: compare every anomalous with every normal frame that <paramref name="compared"/> allows.</summary>
    public static double PairwiseAuc(IReadOnlyList<VideoScores> videos, Func<int, int, bool>? compared = null)
    {
        double ordered = 0, pairs = 0;
        for (int i = 0; i < videos.Count; i++)
        {
            for (int j = 0; j < videos.Count; j++)
            {
                if (compared is not null && !compared(i, j))
                {
                    continue;
                }

                foreach ((float high, float _) in Frames(videos[i]).Where(f => f.Label == 1))
                {
                    foreach ((float low, float _) in Frames(videos[j]).Where(f => f.Label == 0))
                    {
                        ordered += high > low ? 1 : high == low ? 0.5 : 0;
                        pairs++;
                    }
                }
            }
        }

        return ordered / pairs;
    }

    private static IEnumerable<(float Score, float Label)> Frames(VideoScores video) => video.Scores.Zip(video.Labels);
}
