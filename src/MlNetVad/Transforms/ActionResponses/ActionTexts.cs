using System.Numerics.Tensors;

namespace MlNetVad.Transforms.ActionResponses;

/// <summary>Actions and their text features, each of length 1.</summary>
internal sealed class ActionTexts
{
    private ActionTexts(string[] names, float[] vectors) => (Names, Vectors) = (names, vectors);

    /// <summary>N names.</summary>
    public string[] Names { get; }

    /// <summary>[N, D].</summary>
    public float[] Vectors { get; }

    /// <summary>D.</summary>
    public int Width => Vectors.Length / Names.Length;

    /// <summary>Brings the texts to length 1.</summary>
    /// <exception cref="VadException">They are not N rows of finite numbers that are not all zero.</exception>
    public static ActionTexts Of(IReadOnlyList<string> names, IReadOnlyList<float> texts)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(texts);
        if (names.Count == 0 || texts.Count == 0 || texts.Count % names.Count != 0)
        {
            throw new VadException($"{Counted.Of(texts.Count, "number")} cannot be the text features of {Counted.Of(names.Count, "action")}: give a row of equal length for each action, at least one.");
        }

        float[] vectors = [.. texts];
        int width = vectors.Length / names.Count;
        for (int i = 0; i < names.Count; i++)
        {
            Span<float> vector = vectors.AsSpan(i * width, width);
            float norm = TensorPrimitives.Norm(vector);
            if (!float.IsFinite(norm) || norm == 0)
            {
                throw new VadException($"The text features of '{names[i]}' have no direction: they are all zero, or not finite.");
            }

            TensorPrimitives.Divide(vector, norm, vector);
        }

        return new ActionTexts([.. names], vectors);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Names.Length);
        writer.Write(Width);
        foreach (string name in Names)
        {
            writer.Write(name);
        }

        foreach (float value in Vectors)
        {
            writer.Write(value);
        }
    }

    public static ActionTexts Read(BinaryReader reader)
    {
        (int count, int width) = (reader.ReadInt32(), reader.ReadInt32());
        if (count < 1 || width < 1 || (long)count * width * sizeof(float) > reader.BaseStream.Length)
        {
            throw new FormatException($"{count} actions of {width} numbers do not fit");
        }

        string[] names = [.. Enumerable.Range(0, count).Select(_ => reader.ReadString())];
        return new ActionTexts(names, [.. Enumerable.Range(0, count * width).Select(_ => reader.ReadSingle())]);
    }
}
