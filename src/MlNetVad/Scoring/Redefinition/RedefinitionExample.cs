using System.Runtime.InteropServices;

namespace MlNetVad.Scoring;

/// <summary>What a part of the score saw of a redefinition: a few vectors of the things that made it unusual.</summary>
/// <param name="About">Who said what, and when.</param>
/// <param name="Vectors">[n, width], n at most <see cref="MostVectors"/>.</param>
internal sealed record RedefinitionExample(Redefinition About, float[] Vectors)
{
    /// <summary>Vectors that an example keeps of a part at most.</summary>
    public const int MostVectors = 32;

    /// <summary>Redefinitions that a model takes at most.</summary>
    public const int MostExamples = 32;

    public void Write(BinaryWriter writer)
    {
        About.Write(writer);
        writer.Write(Vectors.Length);
        writer.Write(MemoryMarshal.AsBytes(Vectors.AsSpan()));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">The sizes are impossible.</exception>
    public static RedefinitionExample Read(BinaryReader reader, int width)
    {
        Redefinition about = Redefinition.Read(reader);
        int length = reader.ReadInt32();
        if (length < 0 || length % width != 0 || length / width > MostVectors)
        {
            throw new VadException("The model's redefinitions have an impossible size: the file is damaged; copy it again, or redefine the model that was trained.");
        }

        var vectors = new float[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(vectors.AsSpan()));
        return new RedefinitionExample(about, vectors);
    }
}
