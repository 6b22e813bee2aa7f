using System.Runtime.Intrinsics;

namespace TorchSharp;

/// <summary>
/// The places of the few largest (or smallest) of a short row of floats, by taking the best of what is left, again and again:
/// no branch depends on the numbers. Equal numbers go by place; NaN counts as the largest.
/// </summary>
internal static unsafe class FewLargest
{
    private const int MostCount = 16;
    private const int MostSize = 512;
    private const int NaNKey = 0x7f800001;   // above infinity's, and its negative is not Taken
    private const int Taken = int.MinValue;

    /// <summary>Whether this is the faster way.</summary>
    internal static bool Suits(long size, long k) => size <= MostSize && k <= MostCount;

    internal static void Run(float* x, long size, long* to, long k, bool largest)
    {
        int* keys = stackalloc int[MostSize];
        long padded = (size + Vector256<int>.Count - 1) / Vector256<int>.Count * Vector256<int>.Count;
        for (long i = 0; i < size; i++)
        {
            int bits = BitConverter.SingleToInt32Bits(x[i] + 0f);   // -0 becomes 0
            int key = float.IsNaN(x[i]) ? NaNKey : bits ^ ((bits >> 31) & int.MaxValue);
            keys[i] = largest ? key : -key;
        }
        for (long i = size; i < padded; i++) keys[i] = Taken;
        for (long j = 0; j < k; j++)
        {
            long place = First(keys, padded);
            to[j] = place;
            keys[place] = Taken;
        }
    }

    // the first place of the largest key
    private static long First(int* keys, long count)
    {
        Vector256<int> most = Vector256.Load(keys);
        for (long i = Vector256<int>.Count; i < count; i += Vector256<int>.Count) most = Vector256.Max(most, Vector256.Load(keys + i));
        Vector128<int> four = Vector128.Max(most.GetLower(), most.GetUpper());
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        Vector256<int> best = Vector256.Create(four.ToScalar());
        long at = 0;
        while (true)
        {
            uint same = Vector256.Equals(best, Vector256.Load(keys + at)).ExtractMostSignificantBits();
            if (same != 0) return at + System.Numerics.BitOperations.TrailingZeroCount(same);
            at += Vector256<int>.Count;
        }
    }
}
