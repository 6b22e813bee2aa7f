using System.Numerics.Tensors;

namespace MlNetVad.Transforms.Presence;

/// <summary>Widens a mask by a square, so that the parts of one thing touch.</summary>
internal sealed class Closing(int height, int width, int radius)
{
    private readonly byte[] _rows = new byte[height * width];
    private readonly byte[] _wide = new byte[height * width];

    /// <summary>The widened mask, valid until the next call.</summary>
    /// <param name="mask">H × W, 0 or 1.</param>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> mask)
    {
        for (int start = 0; start < mask.Length; start += width)
        {
            Widen(mask.Slice(start, width), 1, _rows.AsSpan(start, width));
        }

        Widen(_rows, width, _wide);
        return _wide;
    }

    private void Widen(ReadOnlySpan<byte> mask, int apart, Span<byte> wide)
    {
        mask.CopyTo(wide);
        for (int by = apart; by <= radius * apart && by < mask.Length; by += apart)
        {
            TensorPrimitives.BitwiseOr(wide[by..], mask[..^by], wide[by..]);
            TensorPrimitives.BitwiseOr(wide[..^by], mask[by..], wide[..^by]);
        }
    }
}
