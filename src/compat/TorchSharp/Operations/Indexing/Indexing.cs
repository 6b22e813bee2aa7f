using System.Numerics;

namespace TorchSharp;

using static torch;

/// <summary>gather, scatter, index_select and index_add, recorded. Writes that may meet each other run in order on one thread.</summary>
internal static unsafe class Indexing
{
    internal static Tensor Gather(Tensor x, long dim, Tensor index)
    {
        int d = Prepare(x, dim, index, "gather");
        Tensor y = Tensor.Create(index.shape, x.dtype);
        switch (DType.Size(x.dtype))
        {
            case 1: Gather<byte>(y, x, d, index); break;
            case 4: Gather<int>(y, x, d, index); break;
            default: Gather<long>(y, x, d, index); break;
        }
        if (!Autograd.Needed(x)) return y;
        long[] sizes = x.Sizes;
        return Autograd.Record(y, "gather", [x], [index], (node, g) =>
        {
            Tensor full = Factory.Zeros(sizes, g.dtype);
            ScatterInto(full, d, node.Saved(0), g, add: true);
            node.Give(0, full);
        });
    }

    internal static Tensor Scatter(Tensor x, long dim, Tensor index, Tensor source, bool add)
    {
        int d = Prepare(x, dim, index, "scatter");
        Tensor y = Copying.Contiguous(x);
        ScatterInto(y, d, index, source, add);
        return RecordScatter(y, [x, source], d, index, add);
    }

    internal static Tensor ScatterInPlace(Tensor x, long dim, Tensor index, Tensor source, bool add)
    {
        int d = Prepare(x, dim, index, "scatter_");
        Autograd.BeforeWrite(x, source);
        ScatterInto(x, d, index, source, add);
        return RecordScatter(x, [x, source], d, index, add);
    }

    private static Tensor RecordScatter(Tensor y, Tensor[] inputs, int d, Tensor index, bool add) => Autograd.Record(y, "scatter", inputs, [index], (node, g) =>
    {
        Tensor at = node.Saved(0);
        if (node.Needs(1))
        {
            Tensor part = Gather(g, d, at);
            long[] sizes = node.Inputs[1].Sizes;
            if (!part.Sizes.AsSpan().SequenceEqual(sizes))
            {
                Tensor whole = Factory.Zeros(sizes, g.dtype), corner = whole;
                for (int i = 0; i < sizes.Length; i++) corner = Slicing.Slice(corner, i, 0, part.Sizes[i], 1);
                Copying.Into(corner, part);
                part = whole;
            }
            node.Give(1, part);
        }
        if (!node.Needs(0)) return;
        if (add)
        {
            node.Give(0, g);
            return;
        }
        Tensor rest = Copying.Contiguous(g);
        ScatterInto(rest, d, at, Factory.Zeros(at.Sizes, g.dtype), add: false);
        node.Give(0, rest);
    });

    /// <summary>target[.., index, ..] = or += source; not recorded.</summary>
    internal static void ScatterInto(Tensor target, int dim, Tensor index, Tensor source, bool add)
    {
        for (int d = 0; d < index.Sizes.Length; d++)
        {
            if (source.Sizes.Length != index.Sizes.Length || source.Sizes[d] < index.Sizes[d])
                throw new InvalidOperationException($"scatter: a source of shape {Shapes.Text(source.Sizes)} does not cover the index of shape {Shapes.Text(index.Sizes)}.");
        }
        using Tensor values = Arithmetic.As(source, target.dtype);
        switch (target.dtype)
        {
            case ScalarType.Float32: ScatterInto<float>(target, dim, index, values, add); break;
            case ScalarType.Float64: ScatterInto<double>(target, dim, index, values, add); break;
            case ScalarType.Int64: ScatterInto<long>(target, dim, index, values, add); break;
            case ScalarType.Int32: ScatterInto<int>(target, dim, index, values, add); break;
            default: ScatterInto<byte>(target, dim, index, values, add); break;
        }
    }

    private static void ScatterInto<T>(Tensor target, int dim, Tensor index, Tensor source, bool add) where T : unmanaged, INumber<T>
    {
        T* to = target.Data<T>(), from = source.Data<T>();
        long* at = index.Data<long>();
        (long size, long step, long[] rest) = Along(target, dim);
        StridedLoop.Run(index.Sizes, long.MaxValue, (count, offsets, steps) =>
        {
            for (long i = 0; i < count; i++)
            {
                T* y = to + offsets[0] + (i * steps[0]) + (Position(at[offsets[1] + (i * steps[1])], size) * step);
                T value = from[offsets[2] + (i * steps[2])];
                *y = add ? *y + value : value;
            }
        }, rest, index.Strides, source.Strides);
    }

    private static void Gather<T>(Tensor y, Tensor x, int dim, Tensor index) where T : unmanaged
    {
        T* to = y.Data<T>(), from = x.Data<T>();
        long* at = index.Data<long>();
        (long size, long step, long[] rest) = Along(x, dim);
        StridedLoop.Run(index.Sizes, (count, offsets, steps) =>
        {
            for (long i = 0; i < count; i++)
                to[offsets[0] + (i * steps[0])] = from[offsets[2] + (i * steps[2]) + (Position(at[offsets[1] + (i * steps[1])], size) * step)];
        }, y.Strides, index.Strides, rest);
    }

    internal static Tensor Select(Tensor x, long dim, Tensor index)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        if (index.Sizes.Length > 1 || index.dtype is not (ScalarType.Int64 or ScalarType.Int32))
            throw new ArgumentException($"index_select needs a vector of integers, not {index.dtype} of shape {Shapes.Text(index.Sizes)}.");
        using Tensor at = Arithmetic.As(index, ScalarType.Int64), places = at.Packed(), source = x.Packed();
        long[] sizes = (long[])x.Sizes.Clone();
        if (sizes.Length > 0) sizes[d] = places.Count;
        Tensor y = Tensor.Create(sizes, x.dtype);
        long size = x.Sizes.Length == 0 ? 1 : x.Sizes[d], count = places.Count;
        long bytes = Shapes.Count(x.Sizes.AsSpan(Math.Min(d + 1, x.Sizes.Length))) * DType.Size(x.dtype);
        byte* to = y.Data<byte>(), from = source.Data<byte>() + (source.Offset * (DType.Size(x.dtype) - 1));
        long* list = places.Data<long>();
        long outer = size == 0 ? 0 : Shapes.Count(x.Sizes.AsSpan(0, Math.Min(d, x.Sizes.Length)));
        StridedLoop.Split(outer * count, Math.Max(1, 32_768 / Math.Max(1, bytes)), (start, end) =>
        {
            for (long i = start; i < end; i++)
                Buffer.MemoryCopy(from + (((i / count * size) + Position(list[i % count], size)) * bytes), to + (i * bytes), bytes, bytes);
        });
        if (!Autograd.Needed(x)) return y;
        long[] whole = x.Sizes;
        return Autograd.Record(y, "index_select", [x], [places], (node, g) =>
        {
            Tensor full = Factory.Zeros(whole, g.dtype);
            AddInto(full, d, node.Saved(0), g, 1);
            node.Give(0, full);
        });
    }

    internal static Tensor Add(Tensor x, long dim, Tensor index, Tensor source, double alpha, bool inPlace)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        if (inPlace) Autograd.BeforeWrite(x, source);
        Tensor y = inPlace ? x : Copying.Contiguous(x);
        using Tensor at = Arithmetic.As(index, ScalarType.Int64);
        AddInto(y, d, at, source, alpha);
        return Autograd.Record(y, "index_add", [x, source], [at], (node, g) =>
        {
            node.Give(0, g);
            if (node.Needs(1)) node.Give(1, Arithmetic.Scale(Select(g, d, node.Saved(0)), alpha));
        });
    }

    private static void AddInto(Tensor target, int dim, Tensor index, Tensor source, double alpha)
    {
        long[] expected = (long[])target.Sizes.Clone();
        if (expected.Length > 0) expected[dim] = index.Count;
        if (!source.Sizes.AsSpan().SequenceEqual(expected))
            throw new InvalidOperationException($"index_add: the source has the shape {Shapes.Text(source.Sizes)}, expected {Shapes.Text(expected)}.");
        using Tensor scaled = alpha == 1 ? source.Detached() : Arithmetic.Scale(source.detach(), alpha);
        Tensor places = Viewing.Reshape(index.detach(), [.. Enumerable.Range(0, expected.Length).Select(i => i == dim ? index.Count : 1L)]);
        ScatterInto(target, dim, Viewing.Expand(places, expected), scaled, add: true);
    }

    private static int Prepare(Tensor x, long dim, Tensor index, string name)
    {
        if (index.dtype != ScalarType.Int64) throw new ArgumentException($"{name} needs an index of Int64, not {index.dtype}.");
        int d = Shapes.Dim(dim, x.Sizes.Length);
        bool fits = index.Sizes.Length == x.Sizes.Length;
        for (int i = 0; fits && i < x.Sizes.Length; i++) fits = i == d || index.Sizes[i] <= x.Sizes[i];
        if (!fits) throw new InvalidOperationException($"{name}: an index of shape {Shapes.Text(index.Sizes)} does not fit a tensor of shape {Shapes.Text(x.Sizes)} along dimension {d}.");
        return d;
    }

    private static (long Size, long Step, long[] Others) Along(Tensor x, int dim)
    {
        long[] rest = (long[])x.Strides.Clone();
        if (rest.Length == 0) return (1, 0, rest);
        rest[dim] = 0;
        return (x.Sizes[dim], x.Strides[dim], rest);
    }

    internal static long Position(long index, long size)
    {
        if (index < -size || index >= size) Refuse(index, size);
        return index < 0 ? index + size : index;
    }

    private static void Refuse(long index, long size) => throw new IndexOutOfRangeException($"Index {index} is out of range for a dimension of size {size}.");
}
