using System.Numerics.Tensors;

namespace MlNetVad.Scoring;

/// <summary>How similar a text is to the words of every level, and to the name of every class.</summary>
internal static class WordMeanings
{
    // a text about somebody resembles every sentence about somebody; what it has in common with all of them is taken off, for each subject by itself
    private static readonly string[] s_subjects = ["Something", "A person"];

    /// <summary>
    /// The similarity of a text to each level of each aspect, the cosine with its nearest words less the mean over all words; behind them to each class, the cosine
    /// with "Something is a bicycle." less the same mean.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="classes">The names of a detector's classes; an empty one is like nothing.</param>
    /// <param name="embed">A sentence encoder: texts to vectors of one length.</param>
    /// <exception cref="VadException">The encoder gives another number of vectors, or vectors that cannot be compared.</exception>
    public static float[] Similarities(string text, IReadOnlyList<string> classes, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed)
    {
        (string Words, int Level)[] words = [.. Aspect.All.SelectMany(aspect => aspect.Levels).SelectMany((level, i) => level.Select(words => (words, i)))];
        string[] sentences = [.. s_subjects.SelectMany(subject => words.Select(w => $"{subject} {w.Words}.")), .. classes.Select(Sentence)];
        IReadOnlyList<float[]> vectors = embed([text, .. sentences]);
        if (vectors.Count != 1 + sentences.Length || vectors.Any(v => v.Length != vectors[0].Length || !(TensorPrimitives.Norm(v) is > 0 and < float.PositiveInfinity)))
        {
            throw new VadException(
                $"The sentence encoder gave {Counted.Of(vectors.Count, "vector")} that cannot be compared; give one that makes a vector of finite numbers, not all zero and always as many, of each text.");
        }

        float[] cosines = [.. vectors.Skip(1).Select(vector => TensorPrimitives.CosineSimilarity(vectors[0], vector))];
        float[] best = new float[Aspect.LevelCount + classes.Count];
        Array.Fill(best, float.NegativeInfinity);
        for (int subject = 0; subject < s_subjects.Length; subject++)
        {
            float[] said = cosines[(subject * words.Length)..((subject + 1) * words.Length)];
            float mean = said.Average();
            for (int i = 0; i < words.Length; i++)
            {
                best[words[i].Level] = MathF.Max(best[words[i].Level], said[i] - mean);
            }
        }

        float something = cosines[..words.Length].Average();
        for (int i = 0; i < classes.Count; i++)
        {
            best[Aspect.LevelCount + i] = classes[i].Length > 0 ? cosines[sentences.Length - classes.Count + i] - something : -1;
        }

        return best;
    }

    private static string Sentence(string name) => name.Length == 0 ? "Something." : $"Something is {("aeiou".Contains(char.ToLowerInvariant(name[0]), StringComparison.Ordinal) ? "an" : "a")} {name}.";
}
