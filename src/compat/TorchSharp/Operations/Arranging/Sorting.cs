using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

using static torch;

/// <summary>sort, argsort and topk. Equal elements keep their order; NaN counts as the largest.</summary>
internal static unsafe class Sorting
{
    private const long SmallCount = 64;

    internal static (Tensor Values, Tensor Indices) Sort(Tensor x, long dim, bool descending) =>
        Select(x, dim, x.Sizes.Length == 0 ? 1 : x.Sizes[Shapes.Dim(dim, x.Sizes.Length)], descending, "sort");

    internal static (Tensor Values, Tensor Indices) TopK(Tensor x, long k, long dim, bool largest)
    {
        long size = x.Sizes.Length == 0 ? 1 : x.Sizes[Shapes.Dim(dim, x.Sizes.Length)];
        if (k < 0 || k > size) throw new ArgumentOutOfRangeException(nameof(k), $"topk: k = {k}, but dimension {dim} of shape {Shapes.Text(x.Sizes)} has {size} elements.");
        return Select(x, dim, k, largest, "topk");
    }

    private static (Tensor Values, Tensor Indices) Select(Tensor x, long dim, long k, bool descending, string name)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        bool last = d >= x.Sizes.Length - 1;
        Tensor indices;
        using (new GradMode(enabled: false))
        {
            using Tensor moved = last ? x.Detached() : Viewing.Transpose(x, d, -1), source = moved.Packed();
            long size = source.Sizes.Length == 0 ? 1 : source.Sizes[^1];
            indices = Tensor.Create(source.Sizes.Length == 0 ? [] : [.. source.Sizes[..^1], k], ScalarType.Int64);
            if (indices.Count > 0) Order(source, indices, source.Count / size, size, k, descending);
            if (!last)
            {
                using Tensor back = Viewing.Transpose(indices, d, -1);
                indices.Dispose();
                indices = Copying.Contiguous(back);
            }
        }
        return (Indexing.Gather(x, d, indices), indices);
    }

    private static void Order(Tensor source, Tensor indices, long rows, long size, long k, bool descending)
    {
        switch (source.dtype)
        {
            case ScalarType.Float32: Order<float>(source, indices, rows, size, k, descending); break;
            case ScalarType.Float64: Order<double>(source, indices, rows, size, k, descending); break;
            case ScalarType.Int64: Order<long>(source, indices, rows, size, k, descending); break;
            case ScalarType.Int32: Order<int>(source, indices, rows, size, k, descending); break;
            default: Order<byte>(source, indices, rows, size, k, descending); break;
        }
    }

    private static void Order<T>(Tensor source, Tensor indices, long rows, long size, long k, bool descending) where T : unmanaged, INumber<T>
    {
        T* from = source.Data<T>();
        long* to = indices.Data<long>();
        bool few = k <= SmallCount && k < size, fewest = few && typeof(T) == typeof(float) && FewLargest.Suits(size, k);
        Workers.For(rows, Math.Max(1, 4096 / size), (start, end) =>
        {
            long[] order = few ? null : new long[size];
            for (long row = start; row < end; row++)
            {
                if (fewest) FewLargest.Run((float*)from + (row * size), size, to + (row * k), k, descending);
                else if (few) Insert(from + (row * size), size, to + (row * k), k, descending);
                else Full(from + (row * size), order, new Span<long>(to + (row * k), (int)k), descending);
            }
        });
    }

    private static void Full<T>(T* x, long[] order, Span<long> to, bool descending) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        System.Array.Sort(order, (a, b) => Before(x[a], x[b], descending) ? -1 : Before(x[b], x[a], descending) ? 1 : a.CompareTo(b));
        order.AsSpan(0, to.Length).CopyTo(to);
    }

    // for few winners: each element moves up past those it beats
    private static void Insert<T>(T* x, long size, long* to, long k, bool descending) where T : unmanaged, INumber<T>
    {
        if (k == 0) return;
        T* best = stackalloc T[(int)SmallCount];
        long filled = 0;
        for (long i = 0; i < size; i++)
        {
            T value = x[i];
            if (filled == k && !Before(value, best[k - 1], descending)) continue;
            long place = filled < k ? filled++ : k - 1;
            for (; place > 0 && Before(value, best[place - 1], descending); place--)
            {
                best[place] = best[place - 1];
                to[place] = to[place - 1];
            }
            best[place] = value;
            to[place] = i;
        }
    }

    private static bool Before<T>(T a, T b, bool descending) where T : unmanaged, INumber<T> => descending
        ? a > b || (T.IsNaN(a) && !T.IsNaN(b))
        : a < b || (T.IsNaN(b) && !T.IsNaN(a));
}
