namespace TorchSharp.Kernels;

/// <summary>Convolutions of few taps at steps of 1, straight from the image: columns would cost more than the products.</summary>
internal static unsafe class ConvDirect
{
    /// <summary>Filters computed together.</summary>
    internal const int Block = 8;

    private const long MostTaps = 160;
    private const long PieceProducts = 1 << 17;

    /// <summary>Whether this is the faster way.</summary>
    internal static bool Suits(in ConvShape s) => s.StrideHeight == 1 && s.StrideWidth == 1 && s.Taps <= MostTaps;

    /// <summary>Whether the gradient of the image, itself a convolution, can go this way.</summary>
    internal static bool SuitsInput(in ConvShape s) => s.PadHeight <= Reach(s).Height && s.PadWidth <= Reach(s).Width && Suits(Reversed(s));

    /// <summary>y = x * w + bias (may be null).</summary>
    internal static void Forward(in ConvShape s, float* x, float* w, float* bias, float* y)
    {
        float* packed = Scratch.Get(ScratchSlot.ConvWeights, Padded(s.Filters) * (s.Taps + 1));
        for (long f = 0; f < s.Filters; f++)
        {
            for (long t = 0; t < s.Taps; t++)
                packed[Place(f, t, s.Taps)] = w[(f * s.Taps) + t];
        }
        Run(s, x, packed, bias, y);
    }

    /// <summary>gx: the convolution of gy with each kernel turned by half and the roles of channel and filter exchanged.</summary>
    internal static void Input(in ConvShape s, float* w, float* gy, float* gx)
    {
        ConvShape reversed = Reversed(s);
        float* packed = Scratch.Get(ScratchSlot.ConvWeights, Padded(s.Channels) * (reversed.Taps + 1));
        long area = s.KernelHeight * s.KernelWidth;
        for (long f = 0; f < s.Filters; f++)
        {
            for (long t = 0; t < s.Taps; t++)
                packed[Place(t / area, (f * area) + area - 1 - (t % area), reversed.Taps)] = w[(f * s.Taps) + t];
        }
        Run(reversed, gy, packed, null, gx);
    }

    /// <summary>Indices a piece of parallel work should have at least.</summary>
    internal static long Grain(in ConvShape s) => Math.Max(1, PieceProducts / Math.Max(1, ConvBand.Products(s)));

    private static void Run(in ConvShape s, float* x, float* packed, float* bias, float* y)
    {
        // the biases follow the weights, zero where there is no filter
        float* start = packed + (Padded(s.Filters) * s.Taps);
        for (long f = 0; f < Padded(s.Filters); f++)
        {
            start[f] = bias == null || f >= s.Filters ? 0f : bias[f];
            for (long t = 0; f >= s.Filters && t < s.Taps; t++)
                packed[Place(f, t, s.Taps)] = 0f;
        }
        Workers.For(s.Images * ConvBand.Count(s), Grain(s), new Work(s, x, packed, start, y));
    }

    // [block of filters][tap][filter of the block]
    private static long Place(long filter, long tap, long taps) => (((filter / Block * taps) + tap) * Block) + (filter % Block);

    private static long Padded(long filters) => (filters + Block - 1) / Block * Block;

    private static (long Height, long Width) Reach(in ConvShape s) => (s.DilationHeight * (s.KernelHeight - 1), s.DilationWidth * (s.KernelWidth - 1));

    private static ConvShape Reversed(in ConvShape s) => s with
    {
        Channels = s.Filters,
        Filters = s.Channels,
        Height = s.OutHeight,
        Width = s.OutWidth,
        PadHeight = Reach(s).Height - s.PadHeight,
        PadWidth = Reach(s).Width - s.PadWidth,
    };

    private readonly struct Work(ConvShape shape, float* x, float* w, float* bias, float* y) : IWork
    {
        private readonly float* _x = x, _w = w, _bias = bias, _y = y;

        public void Run(long from, long to)
        {
            long* offsets = stackalloc long[(int)shape.Taps];
            long bands = ConvBand.Count(shape);
            for (long i = from; i < to; i++)
            {
                var band = new ConvBand(shape, _x + (i / bands * shape.ImageSize), i % bands);
                band.Offsets(shape, offsets);
                float* image = _y + (i / bands * shape.Filters * shape.Positions) + (band.FirstRow * shape.OutWidth);
                for (long f = 0; f < shape.Filters; f += Block)
                {
                    float* weights = _w + (f * shape.Taps), target = image + (f * shape.Positions);
                    for (long row = 0; row < band.Rows; row++)
                    {
                        ConvTiles.Row(
                            band.Start + (row * band.RowStride), offsets, shape.Taps, weights, _bias + f,
                            target + (row * shape.OutWidth), shape.Positions, Math.Min(Block, shape.Filters - f), shape.OutWidth);
                    }
                }
            }
        }
    }
}
