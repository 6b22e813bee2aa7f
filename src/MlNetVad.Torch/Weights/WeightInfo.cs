namespace MlNetVad.Torch.Weights;

/// <summary>A tensor of a weight file, without its numbers.</summary>
public sealed class WeightInfo
{
    internal WeightInfo(string name, WeightType type, long[] shape, long offset, long byteLength)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Offset = offset;
        ByteLength = byteLength;
    }

    /// <summary>Its name, such as <c>blocks.0.norm1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>How its numbers are stored.</summary>
    public WeightType Type { get; }

    /// <summary>Its sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many bytes its numbers take in the file.</summary>
    public long ByteLength { get; }

    /// <summary>How many numbers it has.</summary>
    public long Count => ByteLength / Type.Bytes();

    /// <summary>Where its numbers start, counted from the end of the header.</summary>
    internal long Offset { get; }

    /// <summary>Its type and shape in words, such as <c>F32 [768, 192]</c>.</summary>
    public override string ToString() => $"{Type} {WeightLayout.Show(Shape)}";
}
