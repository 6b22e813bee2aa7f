namespace Microsoft.ML.Data;

/// <summary>A 128-bit row id. Derived ids are mixed so that different derivations practically never meet.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public override string ToString() => $"{High:x16}{Low:x16}";

    public int CompareTo(DataViewRowId other) =>
        High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    public DataViewRowId Fork() => Mix(Low, High, 0x9E3779B97F4A7C15);

    public DataViewRowId Next() => Mix(Low, High, 0xC2B2AE3D27D4EB4F);

    public DataViewRowId Combine(DataViewRowId other)
    {
        DataViewRowId first = Mix(Low, High, 0x165667B19E3779F9);
        return Mix(first.Low ^ other.Low, first.High ^ other.High, 0x27D4EB2F165667C5);
    }

    // Two Feistel rounds with a different salt each: a permutation of the 128 bits, so no two ids meet.
    private static DataViewRowId Mix(ulong low, ulong high, ulong salt)
    {
        high ^= Scramble(low + salt);
        low ^= Scramble(high + (salt << 1));
        high ^= Scramble(low + (salt << 2));
        return new DataViewRowId(low, high);
    }

    private static ulong Scramble(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
