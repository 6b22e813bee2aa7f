using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>max, min, argmax, argmin, amax, amin. The first of equal elements wins; NaN wins over everything.</summary>
internal static unsafe class Extremes
{
    internal static (Tensor Values, Tensor Indices) Along(Tensor x, long dim, bool keepdim, bool largest)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        (Tensor values, Tensor indices) = Find(x, Only(d, x.Sizes.Length), keepdim, largest);
        if (!Autograd.Needed(x)) return (values, indices);
        long[] sizes = x.Sizes;
        Autograd.Record(values, largest ? "max" : "min", [x], [indices], (node, g) =>
        {
            Tensor full = Factory.Zeros(sizes, g.dtype), at = node.Saved(0);
            if (sizes.Length == 0)
            {
                node.Give(0, g);
                return;
            }
            bool kept = at.Sizes.Length == sizes.Length;
            Indexing.ScatterInto(full, d, kept ? at : Viewing.Unsqueeze(at, d), kept ? g : Viewing.Unsqueeze(g, d), add: false);
            node.Give(0, full);
        });
        return (values, indices);
    }

    internal static Tensor Arg(Tensor x, long? dim, bool keepdim, bool largest)
    {
        using GradMode off = new(enabled: false);
        bool[] mask = dim is { } one ? Only(Shapes.Dim(one, x.Sizes.Length), x.Sizes.Length) : Shapes.Mask([], x.Sizes.Length);
        (Tensor values, Tensor indices) = Find(x, mask, keepdim, largest);
        values.Dispose();
        return indices;
    }

    internal static Tensor Amax(Tensor x, ReadOnlySpan<long> dims, bool keepdim) => All(x, dims, keepdim, largest: true);

    internal static Tensor Amin(Tensor x, ReadOnlySpan<long> dims, bool keepdim) => All(x, dims, keepdim, largest: false);

    /// <summary>The gradient is shared evenly among equal elements.</summary>
    private static Tensor All(Tensor x, ReadOnlySpan<long> dims, bool keepdim, bool largest)
    {
        long[] over = dims.ToArray();
        (Tensor y, Tensor indices) = Find(x, Shapes.Mask(over, x.Sizes.Length), keepdim, largest);
        indices.Dispose();
        if (!Autograd.Needed(x)) return y;
        using ReductionLayout layout = new(x, Shapes.Mask(over, x.Sizes.Length));
        long[] kept = layout.KeptWithOnes;
        return Autograd.Record(y, largest ? "amax" : "amin", [x], [x, y], (node, g) =>
        {
            Tensor chosen = Copying.Convert(Comparison.Equal(node.Saved(0), Viewing.Reshape(node.Saved(1), kept)), g.dtype);
            Tensor count = Reduction.Sum(chosen, over, keepdim: true, null);
            node.Give(0, Arithmetic.Mul(chosen, Arithmetic.Div(Viewing.Reshape(g, kept), Viewing.Reshape(count, kept))));
        });
    }

    private static bool[] Only(int dim, int rank)
    {
        bool[] mask = new bool[rank];
        if (rank > 0) mask[dim] = true;
        return mask;
    }

    private static (Tensor Values, Tensor Indices) Find(Tensor x, bool[] mask, bool keepdim, bool largest)
    {
        using ReductionLayout layout = new(x, mask);
        if (layout.Reduced == 0) throw new InvalidOperationException($"max and min of no elements: shape {Shapes.Text(x.Sizes)}.");
        long[] shape = layout.Shape(keepdim);
        Tensor values = Tensor.Create(shape, x.dtype), indices = Tensor.Create((long[])shape.Clone(), ScalarType.Int64);
        switch (x.dtype)
        {
            case ScalarType.Float32: Find<float>(values, indices, layout, largest); break;
            case ScalarType.Float64: Find<double>(values, indices, layout, largest); break;
            case ScalarType.Int64: Find<long>(values, indices, layout, largest); break;
            case ScalarType.Int32: Find<int>(values, indices, layout, largest); break;
            default: Find<byte>(values, indices, layout, largest); break;
        }
        return (values, indices);
    }

    private static void Find<T>(Tensor values, Tensor indices, in ReductionLayout layout, bool largest) where T : unmanaged, INumber<T>
    {
        T* from = layout.Source.Data<T>(), best = values.Data<T>();
        long* at = indices.Data<long>();
        long reduced = layout.Reduced, inner = layout.Inner;
        Workers.For(layout.Outer * inner, Math.Max(1, 8192 / reduced), (start, end) =>
        {
            for (long i = start; i < end; i++)
            {
                T* x = from + (i / inner * reduced * inner) + (i % inner);
                T winner = *x;
                long place = 0;
                for (long r = 1; r < reduced && !T.IsNaN(winner); r++)
                {
                    T value = x[r * inner];
                    if (!(largest ? value > winner : value < winner) && !T.IsNaN(value)) continue;
                    winner = value;
                    place = r;
                }
                best[i] = winner;
                at[i] = place;
            }
        });
    }
}
