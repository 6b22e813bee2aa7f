using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>Two-dimensional convolution: by its own kernel for float, else a matrix product over the unfolded input, an image and group at a time.</summary>
internal static unsafe class Convolution
{
    internal static Tensor Apply(Tensor x, Tensor weight, Tensor bias, long[] stride, long[] padding, long[] dilation, long groups)
    {
        if (x.Sizes.Length == 3) return Viewing.Squeeze(Apply(Viewing.Unsqueeze(x, 0), weight, bias, stride, padding, dilation, groups), 0);
        ConvolutionShape shape = new(x.Sizes, weight.Sizes, Pair(stride, 1), Pair(padding, 0), Pair(dilation, 1), groups);
        if (bias is not null && !bias.Sizes.AsSpan().SequenceEqual([shape.OutChannels]))
            throw new InvalidOperationException($"conv2d: a bias of shape {Shapes.Text(bias.Sizes)} for {shape.OutChannels} output channels.");
        if (x.dtype != weight.dtype || !is_floating_point(x.dtype)) throw new InvalidOperationException($"conv2d needs two Float32 or two Float64 tensors, not {x.dtype} and {weight.dtype}.");
        using Tensor source = x.Packed(), kernel = weight.Packed();
        Tensor y = Tensor.Create(shape.OutSizes, x.dtype);
        bool tiled = x.dtype == ScalarType.Float32 && groups == 1 && (bias is null || bias.dtype == ScalarType.Float32);
        using Operand biasOperand = Operand.Packed(bias);
        Tensor packedBias = biasOperand;
        if (tiled) Conv.Forward(shape.Kernel, source.Data<float>(), kernel.Data<float>(), packedBias is null ? null : packedBias.Data<float>(), y.Data<float>());
        else if (x.dtype == ScalarType.Float32) Forward<float>(shape, source, kernel, y);
        else Forward<double>(shape, source, kernel, y);
        if (bias is not null && !tiled)
        {
            using Tensor column = Viewing.Reshape(bias.detach(), [1, -1, 1, 1]);
            Arithmetic.AddInPlace(y, column);
        }
        return Autograd.Needed(x, weight, bias)
            ? Autograd.Record(y, "conv2d", [x, weight, bias], [weight.Meta is null ? null : source, x.Meta is null ? null : kernel], (node, g) =>
            {
                if (tiled)
                {
                    TiledBackward(shape.Kernel, node, g);
                    return;
                }
                if (node.Needs(2)) node.Give(2, Reduction.Sum(g, [0, 2, 3], keepdim: false, null));
                if (!node.Needs(0) && !node.Needs(1)) return;
                using Tensor packed = g.Packed();
                Tensor gx = node.Needs(0) ? Factory.Zeros(node.Inputs[0].Sizes, g.dtype) : null;
                Tensor gw = node.Needs(1) ? Factory.Zeros(node.Inputs[1].Sizes, g.dtype) : null;
                if (g.dtype == ScalarType.Float32) Backward<float>(shape, gw is null ? null : node.Saved(0), gx is null ? null : node.Saved(1), packed, gx, gw);
                else Backward<double>(shape, gw is null ? null : node.Saved(0), gx is null ? null : node.Saved(1), packed, gx, gw);
                if (gx is not null) node.Give(0, gx);
                if (gw is not null) node.Give(1, gw);
            })
            : y;
    }

    private static void TiledBackward(in ConvShape shape, GradNode node, Tensor g)
    {
        using Tensor packed = g.Packed();
        float* top = packed.Data<float>();
        if (node.Needs(2))
        {
            Tensor gb = Tensor.Create([shape.Filters], ScalarType.Float32);
            Conv.BiasGradient(shape, top, gb.Data<float>());
            node.Give(2, gb);
        }
        if (node.Needs(1))
        {
            Tensor gw = Tensor.Create(node.Inputs[1].Sizes, ScalarType.Float32);
            Conv.WeightGradient(shape, node.Saved(0).Data<float>(), top, gw.Data<float>());
            node.Give(1, gw);
        }
        if (node.Needs(0))
        {
            Tensor gx = Tensor.Create(node.Inputs[0].Sizes, ScalarType.Float32);
            Conv.InputGradient(shape, node.Saved(1).Data<float>(), top, gx.Data<float>());
            node.Give(0, gx);
        }
    }

    private static void Forward<T>(ConvolutionShape s, Tensor x, Tensor weight, Tensor y) where T : unmanaged, INumber<T>
    {
        Storage scratch = BufferPool.Rent(s.UnfoldedCount * sizeof(T));
        T* from = x.Data<T>(), kernel = weight.Data<T>(), to = y.Data<T>(), columns = (T*)scratch.Pointer;
        for (long n = 0; n < s.Batch * s.Groups; n++)
        {
            long group = n % s.Groups;
            T* image = from + (n * s.GroupChannels * s.Height * s.Width);
            if (!s.IsPointwise) Unfold(s, image, columns);
            MatrixProduct.Run(false, false, s.GroupOut, s.Positions, s.Patch, kernel + (group * s.GroupOut * s.Patch), s.Patch,
                s.IsPointwise ? image : columns, s.Positions, 0, to + (n * s.GroupOut * s.Positions), s.Positions, null);
        }
        scratch.Release();
    }

    private static void Backward<T>(ConvolutionShape s, Tensor x, Tensor weight, Tensor g, Tensor gx, Tensor gw) where T : unmanaged, INumber<T>
    {
        Storage scratch = BufferPool.Rent(s.UnfoldedCount * sizeof(T));
        T* gradient = g.Data<T>(), columns = (T*)scratch.Pointer;
        T* from = x is null ? null : x.Data<T>(), kernel = weight is null ? null : weight.Data<T>();
        for (long n = 0; n < s.Batch * s.Groups; n++)
        {
            long group = n % s.Groups, image = n * s.GroupChannels * s.Height * s.Width;
            T* top = gradient + (n * s.GroupOut * s.Positions);
            if (gw is not null)
            {
                if (!s.IsPointwise) Unfold(s, from + image, columns);
                MatrixProduct.Run(false, true, s.GroupOut, s.Patch, s.Positions, top, s.Positions, s.IsPointwise ? from + image : columns, s.Positions,
                    1, gw.Data<T>() + (group * s.GroupOut * s.Patch), s.Patch, null);
            }
            if (gx is null) continue;
            MatrixProduct.Run(true, false, s.Patch, s.Positions, s.GroupOut, kernel + (group * s.GroupOut * s.Patch), s.Patch, top, s.Positions,
                0, s.IsPointwise ? gx.Data<T>() + image : columns, s.Positions, null);
            if (!s.IsPointwise) Fold(s, columns, gx.Data<T>() + image);
        }
        scratch.Release();
    }

    // Row (c, i, j) of the result holds, for every output position, the input under kernel element (i, j) of channel c.
    private static void Unfold<T>(ConvolutionShape s, T* image, T* columns) where T : unmanaged, INumber<T> =>
        Workers.For(s.Patch, Math.Max(1, 16_384 / s.Positions), (start, end) =>
        {
            for (long row = start; row < end; row++)
            {
                long j = row % s.KernelWidth, i = row / s.KernelWidth % s.KernelHeight, c = row / (s.KernelWidth * s.KernelHeight);
                T* to = columns + (row * s.Positions);
                for (long oy = 0; oy < s.OutHeight; oy++)
                {
                    long iy = (oy * s.StrideHeight) - s.PadHeight + (i * s.DilationHeight);
                    T* line = image + (((c * s.Height) + iy) * s.Width);
                    for (long ox = 0; ox < s.OutWidth; ox++)
                    {
                        long ix = (ox * s.StrideWidth) - s.PadWidth + (j * s.DilationWidth);
                        *to++ = (ulong)iy < (ulong)s.Height && (ulong)ix < (ulong)s.Width ? line[ix] : T.Zero;
                    }
                }
            }
        });

    // The transpose of Unfold: channels do not meet, so they are the pieces of work.
    private static void Fold<T>(ConvolutionShape s, T* columns, T* image) where T : unmanaged, INumber<T> =>
        Workers.For(s.GroupChannels, 1, (start, end) =>
        {
            for (long row = start * s.KernelHeight * s.KernelWidth; row < end * s.KernelHeight * s.KernelWidth; row++)
            {
                long j = row % s.KernelWidth, i = row / s.KernelWidth % s.KernelHeight, c = row / (s.KernelWidth * s.KernelHeight);
                T* from = columns + (row * s.Positions);
                for (long oy = 0; oy < s.OutHeight; oy++)
                {
                    long iy = (oy * s.StrideHeight) - s.PadHeight + (i * s.DilationHeight);
                    T* line = image + (((c * s.Height) + iy) * s.Width);
                    for (long ox = 0; ox < s.OutWidth; ox++, from++)
                    {
                        long ix = (ox * s.StrideWidth) - s.PadWidth + (j * s.DilationWidth);
                        if ((ulong)iy < (ulong)s.Height && (ulong)ix < (ulong)s.Width) line[ix] += *from;
                    }
                }
            }
        });

    private static (long Height, long Width) Pair(long[] values, long missing) => values is null || values.Length == 0
        ? (missing, missing)
        : (values[0], values[^1]);
}
