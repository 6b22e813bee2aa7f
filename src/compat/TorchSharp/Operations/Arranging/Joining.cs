namespace TorchSharp;

using static torch;

/// <summary>cat, stack, repeat, tile, flip and roll, recorded.</summary>
internal static class Joining
{
    internal static Tensor Cat(IList<Tensor> tensors, long dim)
    {
        if (tensors.Count == 0) throw new ArgumentException("cat needs at least one tensor.");
        // a vector of no elements joins with anything, as it always has
        Tensor[] parts = [.. tensors.Where(t => !(t.Sizes.Length == 1 && t.Sizes[0] == 0))];
        if (parts.Length == 0) return Viewing.Clone(tensors[0]);
        int d = Shapes.Dim(dim, parts[0].Sizes.Length);
        long[] sizes = parts[0].shape;
        ScalarType type = parts[0].dtype;
        for (int i = 1; i < parts.Length; i++)
        {
            for (int k = 0; k < sizes.Length || k < parts[i].Sizes.Length; k++)
            {
                if (parts[i].Sizes.Length != sizes.Length || (k != d && parts[i].Sizes[k] != sizes[k]))
                    throw new InvalidOperationException($"cat: the shapes {Shapes.Text(parts[0].Sizes)} and {Shapes.Text(parts[i].Sizes)} differ outside dimension {d}.");
            }
            sizes[d] += parts[i].Sizes[d];
            type = DType.Promote(type, parts[i].dtype);
        }
        Tensor y = Tensor.Create(sizes, type);
        long start = 0;
        long[] lengths = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            lengths[i] = parts[i].Sizes[d];
            using Tensor slot = Slicing.Slice(y, d, start, start + lengths[i], 1);
            Copying.Into(slot, parts[i]);
            start += lengths[i];
        }
        return Autograd.Record(y, "cat", parts, [], (node, g) =>
        {
            long from = 0;
            for (int i = 0; i < lengths.Length; i++)
            {
                if (node.Needs(i)) node.Give(i, Slicing.Slice(g, d, from, from + lengths[i], 1));
                from += lengths[i];
            }
        });
    }

    internal static Tensor Stack(IEnumerable<Tensor> tensors, long dim)
    {
        Tensor[] parts = [.. tensors];
        if (parts.Length == 0) throw new ArgumentException("stack needs at least one tensor.");
        int d = Shapes.Dim(dim, parts[0].Sizes.Length + 1);
        foreach (Tensor part in parts)
        {
            if (!part.Sizes.AsSpan().SequenceEqual(parts[0].Sizes))
                throw new InvalidOperationException($"stack: the shapes {Shapes.Text(parts[0].Sizes)} and {Shapes.Text(part.Sizes)} differ.");
        }
        return Cat(System.Array.ConvertAll(parts, p => Viewing.Unsqueeze(p, d)), d);
    }

    internal static Tensor Repeat(Tensor x, ReadOnlySpan<long> times)
    {
        int extra = times.Length - x.Sizes.Length;
        if (extra < 0) throw new InvalidOperationException($"repeat: {times.Length} numbers for a tensor of shape {Shapes.Text(x.Sizes)}.");
        List<long> single = [], wide = [], final = [];
        for (int d = 0; d < times.Length; d++)
        {
            long size = d < extra ? 1 : x.Sizes[d - extra];
            single.AddRange([1, size]);
            wide.AddRange([times[d], size]);
            final.Add(times[d] * size);
        }
        Tensor spread = Viewing.Expand(Viewing.Reshape(x, [.. single]), [.. wide]);
        return Viewing.Reshape(Viewing.Clone(spread), [.. final]);
    }

    internal static Tensor Tile(Tensor x, long[] times) =>
        Repeat(x, times.Length >= x.Sizes.Length ? times : [.. Enumerable.Repeat(1L, x.Sizes.Length - times.Length), .. times]);

    internal static Tensor Flip(Tensor x, long[] dims)
    {
        bool[] mask = dims.Length == 0 ? new bool[x.Sizes.Length] : Shapes.Mask(dims, x.Sizes.Length);
        Tensor y = x;
        for (int d = 0; d < mask.Length; d++)
        {
            if (!mask[d]) continue;
            using Tensor order = Factory.Range(x.Sizes[d] - 1, -1, -1, ScalarType.Int64);
            y = Indexing.Select(y, d, order);
        }
        return ReferenceEquals(x, y) ? Viewing.Clone(x) : y;
    }

    internal static Tensor Roll(Tensor x, long shift, long? dim)
    {
        if (dim is null) return Viewing.Reshape(Roll(Viewing.Reshape(x, [-1]), shift, 0), x.Sizes);
        int d = Shapes.Dim(dim.Value, x.Sizes.Length);
        long size = x.Sizes[d];
        if (size == 0) return Viewing.Clone(x);
        long cut = ((-shift % size) + size) % size;
        return Cat([Slicing.Slice(x, d, cut, size, 1), Slicing.Slice(x, d, 0, cut, 1)], d);
    }

    internal static Tensor RepeatEach(Tensor x, long repeats, long? dim)
    {
        Tensor source = dim is null ? Viewing.Reshape(x, [-1]) : x;
        int d = dim is null ? 0 : Shapes.Dim(dim.Value, x.Sizes.Length);
        Tensor wide = Viewing.Unsqueeze(source, d + 1);
        Tensor spread = Viewing.Expand(wide, [.. source.Sizes[..(d + 1)], repeats, .. source.Sizes[(d + 1)..]]);
        return Viewing.Reshape(spread, [.. source.Sizes[..d], source.Sizes[d] * repeats, .. source.Sizes[(d + 1)..]]);
    }

    internal static unsafe Tensor RepeatEach(Tensor x, Tensor repeats, long? dim)
    {
        Tensor source = dim is null ? Viewing.Reshape(x, [-1]) : x;
        int d = dim is null ? 0 : Shapes.Dim(dim.Value, x.Sizes.Length);
        using Tensor converted = Arithmetic.As(repeats, ScalarType.Int64), counts = Viewing.Expand(converted, [source.Sizes[d]]).Packed();
        long* times = counts.Data<long>();
        List<long> order = [];
        for (long i = 0; i < counts.Count; i++)
        {
            if (times[i] < 0) throw new ArgumentException($"repeat_interleave: a negative count, {times[i]}.");
            for (long n = 0; n < times[i]; n++) order.Add(i);
        }
        using Tensor index = Factory.From<long>([.. order], [order.Count], null, null, requiresGrad: false);
        return Indexing.Select(source, d, index);
    }
}
