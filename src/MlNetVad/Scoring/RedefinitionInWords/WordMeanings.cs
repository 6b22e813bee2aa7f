using System.Numerics.Tensors;

namespace MlNetVad.Scoring;

/// <summary>How similar a text is to the words of every level, and to every name of a vocabulary.</summary>
internal static class WordMeanings
{
    // a text about somebody resembles every sentence about somebody; what it has in common with all of them is taken off, for each subject by itself
    private static readonly string[] s_subjects = ["Something", "A person"];
    private const float Nothing = -2;   // less than any difference of cosines that occurs

    /// <summary>
    /// The similarity of a text to each level of each aspect, the cosine with its nearest words less the mean over all words; behind them to each name, the cosine
    /// with "Something is a bicycle." or "A person is walking." less the mean of that subject.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">The names.</param>
    /// <param name="embed">A sentence encoder: texts to vectors of one length.</param>
    /// <exception cref="VadException">The encoder gives another number of vectors, or vectors that cannot be compared.</exception>
    public static float[] Similarities(string text, Vocabulary vocabulary, Func<IReadOnlyList<string>, IReadOnlyList<float[]>> embed)
    {
        (string Words, int Level)[] words = [.. Aspect.All.SelectMany(aspect => aspect.Levels).SelectMany((level, i) => level.Select(words => (words, i)))];
        string[] sentences = [.. s_subjects.SelectMany(subject => words.Select(w => $"{subject} {w.Words}.")), .. vocabulary.Names.Select(vocabulary.Sentence)];
        IReadOnlyList<float[]> vectors = embed([text, .. sentences]);
        if (vectors.Count != 1 + sentences.Length || vectors.Any(v => v.Length != vectors[0].Length || !(TensorPrimitives.Norm(v) is > 0 and < float.PositiveInfinity)))
        {
            throw new VadException(
                $"The sentence encoder gave {Counted.Of(vectors.Count, "vector")} that cannot be compared; give one that makes a vector of finite numbers, not all zero and always as many, of each text.");
        }

        float[] cosines = [.. vectors.Skip(1).Select(vector => TensorPrimitives.CosineSimilarity(vectors[0], vector))];
        float[] best = new float[Aspect.LevelCount + vocabulary.Names.Count];
        Array.Fill(best, Nothing);
        for (int subject = 0; subject < (vocabulary.IsAll ? 0 : s_subjects.Length); subject++)
        {
            float[] said = cosines[(subject * words.Length)..((subject + 1) * words.Length)];
            float mean = said.Average();
            for (int i = 0; i < words.Length; i++)
            {
                best[words[i].Level] = MathF.Max(best[words[i].Level], said[i] - mean);
            }
        }

        int about = vocabulary.IsAll ? words.Length : 0, first = s_subjects.Length * words.Length;
        float common = cosines[about..(about + words.Length)].Average();
        for (int i = 0; i < vocabulary.Names.Count; i++)
        {
            best[Aspect.LevelCount + i] = vocabulary.Names[i].Length > 0 ? cosines[first + i] - common : Nothing;
        }

        return best;
    }
}
