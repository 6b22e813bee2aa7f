namespace TorchSharp.Kernels;

/// <summary>2-D convolution: straight from the image where it has few taps, else as matrix products over columns of taps.</summary>
internal static unsafe class Conv
{
    /// <summary>y [Images, Filters, OutHeight, OutWidth] = x * w + bias (may be null).</summary>
    internal static void Forward(in ConvShape shape, float* x, float* w, float* bias, float* y)
    {
        if (ConvDirect.Suits(shape))
        {
            ConvDirect.Forward(shape, x, w, bias, y);
            return;
        }
        var work = new ForwardWork(shape, x, w, bias, y);
        if (shape.Images >= Workers.Threads)
            Workers.Each(shape.Images, work);
        else
            work.Run(0, shape.Images);
    }

    /// <summary>The gradient of the images, written to gx.</summary>
    internal static void InputGradient(in ConvShape shape, float* w, float* gy, float* gx)
    {
        if (ConvDirect.SuitsInput(shape))
        {
            ConvDirect.Input(shape, w, gy, gx);
            return;
        }
        var work = new InputWork(shape, w, gy, gx);
        if (shape.Images >= Workers.Threads)
            Workers.Each(shape.Images, work);
        else
            work.Run(0, shape.Images);
    }

    /// <summary>The gradient of the weights, written to gw.</summary>
    internal static void WeightGradient(in ConvShape shape, float* x, float* gy, float* gw)
    {
        if (shape.Images > 0 && ConvDirect.Suits(shape))
        {
            ConvWeightGradient.Run(shape, x, gy, gw);
            return;
        }
        Elementwise.Fill(gw, 0f, shape.Filters * shape.Taps);
        // images in order, so the sums do not depend on the threads; the products inside are parallel
        for (long i = 0; i < shape.Images; i++)
        {
            float* columns = Columns(shape, x + (i * shape.ImageSize));
            Gemm.Run(
                false, true, shape.Filters, shape.Taps, shape.Positions, 1f, gy + (i * shape.Filters * shape.Positions), shape.Positions,
                columns, shape.Positions, 1f, gw, shape.Taps);
        }
    }

    /// <summary>The gradient of the bias, written to gbias.</summary>
    internal static void BiasGradient(in ConvShape shape, float* gy, float* gbias)
    {
        float* parts = Scratch.Get(ScratchSlot.ConvWeights, shape.Images * shape.Filters);
        Reduce.Rows(Reduce.Kind.Sum, gy, shape.Images * shape.Filters, shape.Positions, parts);
        Elementwise.Fill(gbias, 0f, shape.Filters);
        for (long i = 0; i < shape.Images; i++)
            Elementwise.BinaryRange(default(AddOp), gbias, parts + (i * shape.Filters), gbias, shape.Filters);
    }

    private static float* Columns(in ConvShape shape, float* image)
    {
        if (shape.Pointwise)
            return image;
        float* columns = Scratch.Get(ScratchSlot.Conv, shape.Taps * shape.Positions);
        ConvColumns.From(shape, image, columns);
        return columns;
    }

    private readonly struct ForwardWork(ConvShape shape, float* x, float* w, float* bias, float* y) : IWork
    {
        private readonly float* _x = x, _w = w, _bias = bias, _y = y;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                float* columns = Columns(shape, _x + (i * shape.ImageSize));
                Gemm.Run(
                    false, false, shape.Filters, shape.Positions, shape.Taps, 1f, _w, shape.Taps, columns, shape.Positions, 0f,
                    _y + (i * shape.Filters * shape.Positions), shape.Positions, new GemmEpilogue(rowBias: _bias));
            }
        }
    }

    private readonly struct InputWork(ConvShape shape, float* w, float* gy, float* gx) : IWork
    {
        private readonly float* _w = w, _gy = gy, _gx = gx;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                float* g = _gy + (i * shape.Filters * shape.Positions), target = _gx + (i * shape.ImageSize);
                float* columns = shape.Pointwise ? target : Scratch.Get(ScratchSlot.Conv, shape.Taps * shape.Positions);
                Gemm.Run(true, false, shape.Taps, shape.Positions, shape.Filters, 1f, _w, shape.Taps, g, shape.Positions, 0f, columns, shape.Positions);
                if (shape.Pointwise)
                    continue;
                Elementwise.Fill(target, 0f, shape.ImageSize);
                ConvColumns.AddBack(shape, columns, target);
            }
        }
    }
}
