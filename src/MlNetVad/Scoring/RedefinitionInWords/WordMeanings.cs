using System.Numerics.Tensors;

namespace MlNetVad.Scoring;

/// <summary>How similar a text is to the words of every level.</summary>
internal static class WordMeanings
{
    // a text about somebody resembles every sentence about somebody; what it has in common with all of them is taken off, for each subject by itself
    private static readonly string[] s_subjects = ["Something", "A person"];

    /// <summary>The similarity of a text to each level of each aspect: the cosine with its nearest words less the mean over all words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="embed">A sentence encoder: texts to vectors of one length.</param>
    /// <exception cref="VadException">The encoder gives another number of vectors, or vectors that cannot be compared.</exception>
    public static float[] Similarities(string text, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed)
    {
        (string Words, int Level)[] words = [.. Aspect.All.SelectMany(aspect => aspect.Levels).SelectMany((level, i) => level.Select(words => (words, i)))];
        IReadOnlyList<float[]> vectors = embed([text, .. s_subjects.SelectMany(subject => words.Select(w => $"{subject} {w.Words}."))]);
        if (vectors.Count != 1 + (s_subjects.Length * words.Length) || vectors.Any(v => v.Length != vectors[0].Length || !(TensorPrimitives.Norm(v) is > 0 and < float.PositiveInfinity)))
        {
            throw new VadException(
                $"The sentence encoder gave {Counted.Of(vectors.Count, "vector")} that cannot be compared; give one that makes a vector of finite numbers, not all zero and always as many, of each text.");
        }

        float[] best = new float[Aspect.LevelCount];
        Array.Fill(best, float.NegativeInfinity);
        for (int subject = 0; subject < s_subjects.Length; subject++)
        {
            float[] cosines = [.. words.Select((_, i) => TensorPrimitives.CosineSimilarity(vectors[0], vectors[1 + (subject * words.Length) + i]))];
            float mean = cosines.Average();
            for (int i = 0; i < words.Length; i++)
            {
                best[words[i].Level] = MathF.Max(best[words[i].Level], cosines[i] - mean);
            }
        }

        return best;
    }
}
