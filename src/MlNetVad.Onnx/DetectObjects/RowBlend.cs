using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>The inner loops of bilinear resizing.</summary>
internal static class RowBlend
{
    /// <summary>Blends two rows of bytes: near + share · (far − near).</summary>
    /// <param name="near">[n].</param>
    /// <param name="far">[n].</param>
    /// <param name="share">0 … 1.</param>
    /// <param name="blend">[n], written.</param>
    public static void Blend(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, float share, Span<float> blend)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated && far.Length == near.Length && blend.Length >= near.Length)
        {
            ref byte a = ref MemoryMarshal.GetReference(near);
            ref byte b = ref MemoryMarshal.GetReference(far);
            ref float c = ref MemoryMarshal.GetReference(blend);
            for (; i <= near.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            {
                (Vector256<float> nearLow, Vector256<float> nearHigh) = Widen(Vector128.LoadUnsafe(ref a, (nuint)i));
                (Vector256<float> farLow, Vector256<float> farHigh) = Widen(Vector128.LoadUnsafe(ref b, (nuint)i));
                (nearLow + ((farLow - nearLow) * share)).StoreUnsafe(ref c, (nuint)i);
                (nearHigh + ((farHigh - nearHigh) * share)).StoreUnsafe(ref c, (nuint)(i + Vector256<float>.Count));
            }
        }

        for (; i < near.Length; i++)
        {
            blend[i] = near[i] + ((far[i] - near[i]) * share);
        }
    }

    /// <summary>Picks and blends the columns of a grey row.</summary>
    /// <param name="line">The blended row.</param>
    /// <param name="near">Where each target's first source lies.</param>
    /// <param name="far">Where its second lies.</param>
    /// <param name="share">The share of the second.</param>
    /// <param name="grey">Written.</param>
    public static void Columns(ReadOnlySpan<float> line, ReadOnlySpan<int> near, ReadOnlySpan<int> far, ReadOnlySpan<float> share, Span<float> grey)
    {
        for (int x = 0; x < grey.Length; x++)
        {
            float a = line[near[x]];
            grey[x] = a + ((line[far[x]] - a) * share[x]);
        }
    }

    /// <summary>Picks and blends the columns of an interleaved colour row into three planes.</summary>
    /// <param name="line">The blended row, red, green, blue.</param>
    /// <param name="near">Where each target's first source lies; at most three before the row's end.</param>
    /// <param name="far">Where its second lies.</param>
    /// <param name="share">The share of the second.</param>
    /// <param name="red">Written.</param>
    /// <param name="green">Written.</param>
    /// <param name="blue">Written.</param>
    public static void Columns(
        ReadOnlySpan<float> line, ReadOnlySpan<int> near, ReadOnlySpan<int> far, ReadOnlySpan<float> share, Span<float> red, Span<float> green, Span<float> blue)
    {
        green = green[..red.Length];
        blue = blue[..red.Length];
        near = near[..red.Length];
        far = far[..red.Length];
        share = share[..red.Length];
        for (int x = 0; x < red.Length; x++)
        {
            float s = share[x];
            ReadOnlySpan<float> a = line.Slice(near[x], 3);
            ReadOnlySpan<float> b = line.Slice(far[x], 3);
            red[x] = a[0] + ((b[0] - a[0]) * s);
            green[x] = a[1] + ((b[1] - a[1]) * s);
            blue[x] = a[2] + ((b[2] - a[2]) * s);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Low, Vector256<float> High) Widen(Vector128<byte> bytes)
    {
        (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
        return (ToFloats(low), ToFloats(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToFloats(Vector128<ushort> words)
    {
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(words);
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }
}
