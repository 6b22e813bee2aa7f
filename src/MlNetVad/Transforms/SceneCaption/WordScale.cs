namespace MlNetVad.Transforms.SceneCaption;

/// <summary>A row of words for growing values, and the learned values at which one word ends and the next begins.</summary>
internal sealed class WordScale
{
    private readonly float[] _bounds;

    /// <summary>A scale.</summary>
    /// <param name="words">From the least to the largest.</param>
    /// <param name="bounds">One fewer: the largest value of each word but the last; made non-decreasing.</param>
    public WordScale(IReadOnlyList<string> words, params float[] bounds)
    {
        Words = words;
        _bounds = [.. bounds];
        for (int i = 1; i < bounds.Length; i++)
        {
            _bounds[i] = Math.Max(_bounds[i], _bounds[i - 1]);
        }
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The place of a value's word.</summary>
    public int Level(float value)
    {
        int level = 0;
        while (level < _bounds.Length && value > _bounds[level])
        {
            level++;
        }

        return level;
    }

    /// <summary>The words with their boundaries.</summary>
    public override string ToString() =>
        string.Join(", ", _bounds.Select((bound, i) => $"{Words[i]} ≤ {bound:0.####}").Append($"{Words[^1]} above"));

    /// <summary>Writes the boundaries, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (float bound in _bounds)
        {
            writer.Write(bound);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">A boundary is no number.</exception>
    public static WordScale Read(BinaryReader reader, IReadOnlyList<string> words)
    {
        var bounds = new float[words.Count - 1];
        for (int i = 0; i < bounds.Length; i++)
        {
            bounds[i] = reader.ReadSingle();
            if (!float.IsFinite(bounds[i]))
            {
                throw new FormatException($"a boundary between words is {bounds[i]}");
            }
        }

        return new WordScale(words, bounds);
    }
}
