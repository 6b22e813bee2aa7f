using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>one_hot, bincount, cumsum and the triangles.</summary>
internal static unsafe class Counting
{
    internal static Tensor OneHot(Tensor x, long classes)
    {
        if (x.dtype != ScalarType.Int64) throw new ArgumentException($"one_hot needs classes of Int64, not {x.dtype}.");
        if (classes < 0)
        {
            using Tensor top = Extremes.Amax(x, [], keepdim: false);
            classes = top.item<long>() + 1;
        }
        Tensor y = Factory.Zeros([.. x.Sizes, classes], ScalarType.Int64);
        using Tensor packed = x.Packed();
        long* to = y.Data<long>(), from = packed.Data<long>();
        for (long i = 0; i < packed.Count; i++)
        {
            if ((ulong)from[i] >= (ulong)classes) throw new ArgumentException($"one_hot: class {from[i]} does not lie in [0, {classes}).");
            to[(i * classes) + from[i]] = 1;
        }
        return y;
    }

    internal static Tensor BinCount(Tensor x, Tensor weights, long minimum)
    {
        if (x.Sizes.Length != 1 || !is_integral(x.dtype)) throw new ArgumentException($"bincount needs a vector of integers, not {x.dtype} of shape {Shapes.Text(x.Sizes)}.");
        using Tensor places = Arithmetic.As(x, ScalarType.Int64);
        long size = minimum;
        if (x.Count > 0)
        {
            using Tensor top = Extremes.Amax(places, [], keepdim: false), bottom = Extremes.Amin(places, [], keepdim: false);
            if (bottom.item<long>() < 0) throw new ArgumentException("bincount: negative numbers cannot be counted.");
            size = Math.Max(size, top.item<long>() + 1);
        }
        using Tensor amounts = weights is null ? Factory.Full(x.Sizes, 1, ScalarType.Int64).Detached() : weights.Detached();
        Tensor y = Factory.Zeros([size], amounts.dtype);
        Indexing.ScatterInto(y, 0, places, amounts, add: true);
        return y;
    }

    internal static Tensor CumulativeSum(Tensor x, long dim, ScalarType? type)
    {
        ScalarType target = type ?? (is_floating_point(x.dtype) ? x.dtype : ScalarType.Int64);
        int d = Shapes.Dim(dim, x.Sizes.Length);
        using Tensor source = Arithmetic.As(x, target);
        Tensor y = Copying.Contiguous(source);
        switch (target)
        {
            case ScalarType.Float32: Accumulate<float>(y, d); break;
            case ScalarType.Float64: Accumulate<double>(y, d); break;
            case ScalarType.Int64: Accumulate<long>(y, d); break;
            default: throw DType.Unsupported(target);
        }
        return Autograd.Record(y, "cumsum", [x], [], (node, g) =>
            node.Give(0, Joining.Flip(CumulativeSum(Joining.Flip(g, [d]), d, null), [d])));
    }

    private static void Accumulate<T>(Tensor y, int dim) where T : unmanaged, INumber<T>
    {
        if (y.Sizes.Length == 0 || y.Count == 0) return;
        long size = y.Sizes[dim], inner = y.Strides[dim];
        T* to = y.Data<T>();
        Workers.For(y.Count / size, Math.Max(1, 8192 / size), (start, end) =>
        {
            for (long i = start; i < end; i++)
            {
                T* line = to + (i / inner * size * inner) + (i % inner);
                for (long j = 1; j < size; j++) line[j * inner] += line[(j - 1) * inner];
            }
        });
    }

    internal static Tensor Triangle(Tensor x, long diagonal, bool upper)
    {
        int rank = x.Sizes.Length;
        if (rank < 2) throw new InvalidOperationException($"tril and triu need at least two dimensions, not the shape {Shapes.Text(x.Sizes)}.");
        long rows = x.Sizes[^2], columns = x.Sizes[^1];
        using Tensor mask = Tensor.Create([rows, columns], ScalarType.Bool);
        bool* keep = mask.Data<bool>();
        for (long i = 0; i < rows; i++)
        {
            for (long j = 0; j < columns; j++) keep[(i * columns) + j] = upper ? j - i >= diagonal : j - i <= diagonal;
        }
        using Tensor zero = Factory.Full([], 0, x.dtype);
        return Masking.Where(mask, x, zero);
    }
}
