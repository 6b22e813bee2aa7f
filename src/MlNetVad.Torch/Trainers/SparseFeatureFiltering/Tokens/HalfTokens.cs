using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MlNetVad.Torch.Trainers.Tokens;

/// <summary>
/// Tokens of a frame in half precision, 2 bytes a number: one power of two for the whole frame stands in front, so that nothing
/// overflows. What is lost is 1 / 2048 of a number at most, an eighth of what bfloat16 loses, in which the papers' vision tower is
/// published. Training and scoring both see the rounded numbers.
/// </summary>
internal static class HalfTokens
{
    private const int HeadBytes = sizeof(float);
    private const int LargestExponent = 14;   // a half holds up to 2^16 − 32
    private const int SmallestFrame = -100;   // a frame of smaller numbers is as good as zero
    private const int Chunk = 1024;

    /// <summary>Bytes of so many packed numbers.</summary>
    public static int Bytes(int count) => HeadBytes + (count * 2);

    /// <summary>Packs a frame's numbers.</summary>
    /// <param name="tokens">The numbers.</param>
    /// <param name="packed">As many bytes as <see cref="Bytes"/> says, written.</param>
    /// <returns>False if a number is not finite; nothing is written then.</returns>
    public static bool TryPack(ReadOnlySpan<float> tokens, Span<byte> packed)
    {
        float largest = TensorPrimitives.MaxMagnitude(tokens);   // NaN if any is
        if (!float.IsFinite(largest))
        {
            return false;
        }

        int exponent = largest == 0 ? LargestExponent : Math.Max(SmallestFrame, MathF.ILogB(largest));
        float scale = MathF.ScaleB(1, LargestExponent - exponent);
        MemoryMarshal.Write(packed, MathF.ScaleB(1, exponent - LargestExponent));
        Span<Half> halves = MemoryMarshal.Cast<byte, Half>(packed[HeadBytes..]);
        Span<float> scaled = stackalloc float[Chunk];
        for (int start = 0; start < tokens.Length; start += Chunk)
        {
            int some = Math.Min(Chunk, tokens.Length - start);
            TensorPrimitives.Multiply(tokens.Slice(start, some), scale, scaled);
            TensorPrimitives.ConvertToHalf(scaled[..some], halves[start..]);
        }

        return true;
    }

    /// <summary>Unpacks a frame's numbers.</summary>
    /// <param name="packed">What <see cref="TryPack"/> wrote.</param>
    /// <param name="tokens">The numbers, written.</param>
    public static void Unpack(ReadOnlySpan<byte> packed, Span<float> tokens)
    {
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(packed[HeadBytes..])[..tokens.Length], tokens);
        TensorPrimitives.Multiply(tokens, MemoryMarshal.Read<float>(packed), tokens);
    }
}
