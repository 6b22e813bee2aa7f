namespace MlNetVad.Transforms.TextEmbedding;

/// <summary>
/// A hash that is the same on every machine and in every run: 64-bit FNV-1a, then the finaliser of MurmurHash3, which
/// spreads the last bytes over all bits.
/// </summary>
internal static class NgramHash
{
    /// <summary>The hash of some bytes.</summary>
    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * 0x100000001B3);
        }

        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD);
        hash = unchecked((hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53);
        return hash ^ (hash >> 33);
    }

    /// <summary>The place of an n-gram in a vector: the lower 32 bits modulo its length; and its sign: the highest bit.</summary>
    public static (int Index, float Sign) Place(ulong hash, int dimension) =>
        ((int)((uint)hash % (uint)dimension), hash >> 63 == 0 ? 1f : -1f);
}
