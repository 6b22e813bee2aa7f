namespace MlNetVad.Torch.Weights;

/// <summary>Sizes of headers and shapes.</summary>
internal static class WeightLayout
{
    /// <summary>The most a header may take: what the format's own reader allows.</summary>
    public const int MaxHeaderBytes = 100_000_000;

    /// <summary>Bytes of the header's length in front of the header.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>The header's key that is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The bytes of a shape.</summary>
    /// <exception cref="OverflowException">They are more than a file can have, or would be without the sizes of 0.</exception>
    public static long BytesOf(WeightType type, ReadOnlySpan<long> shape)
    {
        long bytes = type.Bytes();
        bool any = true;
        foreach (long size in shape)
        {
            any &= size != 0;
            bytes = checked(bytes * Math.Max(size, 1));
        }

        return any ? bytes : 0;
    }

    public static string Show(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
