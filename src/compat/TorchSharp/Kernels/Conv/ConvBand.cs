namespace TorchSharp.Kernels;

/// <summary>Rows of an image with its margin of zeros, so that tap t of the output at (y, x) is at Start + Offset(t) + y·RowStride + x.</summary>
internal readonly unsafe struct ConvBand
{
    /// <summary>Floats of a band: it stays in the cache next to the core while every filter reads it.</summary>
    private const long Size = 16384;

    internal readonly float* Start;
    internal readonly long RowStride, Rows, FirstRow;
    private readonly long _planeStride;

    /// <summary>Band number <paramref name="band"/> of an image; steps of the kernel are 1.</summary>
    internal ConvBand(in ConvShape s, float* image, long band)
    {
        FirstRow = band * RowsOf(s);
        Rows = Math.Min(RowsOf(s), s.OutHeight - FirstRow);
        if (s.PadHeight == 0 && s.PadWidth == 0)
        {
            (RowStride, _planeStride) = (s.Width, s.Height * s.Width);
            Start = image + (FirstRow * s.Width);
            return;
        }
        long height = Rows + (s.DilationHeight * (s.KernelHeight - 1));
        RowStride = s.Width + (2 * s.PadWidth);
        _planeStride = height * RowStride;
        Start = Scratch.Get(ScratchSlot.Conv, s.Channels * _planeStride);
        long top = Math.Clamp(s.PadHeight - FirstRow, 0, height), end = Math.Clamp(s.PadHeight + s.Height - FirstRow, top, height);
        for (long c = 0; c < s.Channels; c++)
        {
            float* plane = Start + (c * _planeStride);
            Elementwise.Fill(plane, 0f, top * RowStride);
            for (long y = top; y < end; y++)
            {
                float* row = plane + (y * RowStride);
                Elementwise.Fill(row, 0f, s.PadWidth);
                GemmPack.Copy(image + (((c * s.Height) + FirstRow + y - s.PadHeight) * s.Width), row + s.PadWidth, s.Width);
                Elementwise.Fill(row + s.PadWidth + s.Width, 0f, s.PadWidth);
            }
            Elementwise.Fill(plane + (end * RowStride), 0f, (height - end) * RowStride);
        }
    }

    /// <summary>Bands of an image; they follow from the shape alone.</summary>
    internal static long Count(in ConvShape s) => (s.OutHeight + RowsOf(s) - 1) / RowsOf(s);

    /// <summary>Products of one band, to judge how many are worth a piece of parallel work.</summary>
    internal static long Products(in ConvShape s) => RowsOf(s) * s.OutWidth * s.Taps * s.Filters;

    /// <summary>Where each tap lies from the first.</summary>
    internal void Offsets(in ConvShape s, long* offsets)
    {
        for (long c = 0; c < s.Channels; c++)
        {
            for (long i = 0; i < s.KernelHeight; i++)
            {
                for (long j = 0; j < s.KernelWidth; j++)
                    *offsets++ = (c * _planeStride) + (i * s.DilationHeight * RowStride) + (j * s.DilationWidth);
            }
        }
    }

    private static long RowsOf(in ConvShape s) => Math.Clamp(Size / Math.Max(1, s.Channels * (s.Width + (2 * s.PadWidth))), 1, s.OutHeight);
}
