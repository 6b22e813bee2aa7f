namespace TorchSharp.Kernels;

/// <summary>2-D convolution as matrix products over columns of taps; a pointwise one needs no columns.</summary>
internal static unsafe class Conv
{
    /// <summary>y [Images, Filters, OutHeight, OutWidth] = x * w + bias (may be null), then the activation.</summary>
    internal static void Forward(
        in ConvShape shape, float* x, float* w, float* bias, float* y, FusedActivation activation = FusedActivation.None)
    {
        var work = new ForwardWork(shape, x, w, bias, y, activation);
        if (shape.Images >= Workers.Threads)
            Workers.Each(shape.Images, work);
        else
            work.Run(0, shape.Images);
    }

    /// <summary>gx, gw and gbias are added to; each may be null.</summary>
    internal static void Backward(in ConvShape shape, float* x, float* w, float* gy, float* gx, float* gw, float* gbias)
    {
        if (gx != null)
        {
            var work = new InputWork(shape, w, gy, gx);
            if (shape.Images >= Workers.Threads)
                Workers.Each(shape.Images, work);
            else
                work.Run(0, shape.Images);
        }
        // images in order, so the sums do not depend on the threads; the products inside are parallel
        for (long i = 0; i < shape.Images; i++)
        {
            float* g = gy + (i * shape.Filters * shape.Positions);
            if (gw != null)
            {
                float* columns = Columns(shape, x + (i * shape.ImageSize));
                Gemm.Run(false, true, shape.Filters, shape.Taps, shape.Positions, 1f, g, shape.Positions, columns, shape.Positions, 1f, gw, shape.Taps);
            }
            for (long f = 0; gbias != null && f < shape.Filters; f++)
                gbias[f] += Reduce.RowSum(g + (f * shape.Positions), shape.Positions);
        }
    }

    private static float* Columns(in ConvShape shape, float* image)
    {
        if (shape.Pointwise)
            return image;
        float* columns = Scratch.Get(ScratchSlot.Conv, shape.Taps * shape.Positions);
        ConvColumns.From(shape, image, columns);
        return columns;
    }

    private readonly struct ForwardWork(ConvShape shape, float* x, float* w, float* bias, float* y, FusedActivation activation) : IWork
    {
        private readonly float* _x = x, _w = w, _bias = bias, _y = y;

        public void Run(long from, long to)
        {
            for (long i = from; i < to; i++)
            {
                float* columns = Columns(shape, _x + (i * shape.ImageSize));
                Gemm.Run(
                    false, false, shape.Filters, shape.Positions, shape.Taps, 1f, _w, shape.Taps, columns, shape.Positions, 0f,
                    _y + (i * shape.Filters * shape.Positions), shape.Positions, new GemmEpilogue(activation: activation, rowBias: _bias));
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
                Gemm.Run(
                    true, false, shape.Taps, shape.Positions, shape.Filters, 1f, _w, shape.Taps, g, shape.Positions,
                    shape.Pointwise ? 1f : 0f, columns, shape.Positions);
                if (!shape.Pointwise)
                    ConvColumns.AddBack(shape, columns, target);
            }
        }
    }
}
