namespace TorchSharp.Kernels;

/// <summary>An image as the matrix [taps, positions] whose column holds what one output sees, and back by summation.</summary>
internal static unsafe class ConvColumns
{
    /// <summary>columns[taps, positions] from image [channels, height, width]; outside the image is zero.</summary>
    internal static void From(in ConvShape s, float* image, float* columns) =>
        Workers.For(s.Channels, Grain(s), new Work(s, image, columns, back: false));

    /// <summary>Adds the columns to the image they came from.</summary>
    internal static void AddBack(in ConvShape s, float* columns, float* image) =>
        Workers.For(s.Channels, Grain(s), new Work(s, image, columns, back: true));

    private static long Grain(in ConvShape s) => Math.Max(1, Elementwise.Grain / (s.Positions * s.KernelHeight * s.KernelWidth));

    // a channel is a piece: no two pieces touch the same pixel
    private readonly struct Work(ConvShape shape, float* image, float* columns, bool back) : IWork
    {
        private readonly float* _image = image, _columns = columns;

        public void Run(long from, long to)
        {
            for (long c = from; c < to; c++)
            {
                for (long tap = 0; tap < shape.KernelHeight * shape.KernelWidth; tap++)
                    Tap(c, tap / shape.KernelWidth, tap % shape.KernelWidth);
            }
        }

        private void Tap(long channel, long ky, long kx)
        {
            float* column = _columns + ((((channel * shape.KernelHeight) + ky) * shape.KernelWidth) + kx) * shape.Positions;
            float* plane = _image + (channel * shape.Height * shape.Width);
            long shift = (kx * shape.DilationWidth) - shape.PadWidth;
            // outputs whose input column lies inside the image
            long first = Math.Clamp((-shift + shape.StrideWidth - 1) / shape.StrideWidth, 0, shape.OutWidth);
            long end = shape.Width - shift <= 0 ? first : Math.Clamp(((shape.Width - shift - 1) / shape.StrideWidth) + 1, first, shape.OutWidth);
            for (long oy = 0; oy < shape.OutHeight; oy++, column += shape.OutWidth)
            {
                long y = (oy * shape.StrideHeight) + (ky * shape.DilationHeight) - shape.PadHeight;
                bool inside = y >= 0 && y < shape.Height;
                if (back)
                {
                    if (inside)
                        Add(column, plane + (y * shape.Width) + shift, first, end);
                    continue;
                }
                Elementwise.Fill(column, 0f, inside ? first : shape.OutWidth);
                if (!inside)
                    continue;
                Copy(plane + (y * shape.Width) + shift, column, first, end);
                Elementwise.Fill(column + end, 0f, shape.OutWidth - end);
            }
        }

        private void Copy(float* row, float* column, long first, long end)
        {
            if (shape.StrideWidth == 1)
            {
                GemmPack.Copy(row + first, column + first, end - first);
                return;
            }
            for (long x = first; x < end; x++)
                column[x] = row[x * shape.StrideWidth];
        }

        private void Add(float* column, float* row, long first, long end)
        {
            if (shape.StrideWidth == 1)
            {
                Elementwise.BinaryRange(default(AddOp), row + first, column + first, row + first, end - first);
                return;
            }
            for (long x = first; x < end; x++)
                row[x * shape.StrideWidth] += column[x];
        }
    }
}
