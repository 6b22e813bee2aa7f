namespace TorchSharp;

using static torch;

/// <summary>Views of a part of a tensor.</summary>
internal static class Slicing
{
    internal static Tensor Select(Tensor x, long dim, long index)
    {
        int rank = x.Sizes.Length;
        if (rank == 0) throw new InvalidOperationException("select: a tensor without dimensions cannot be indexed.");
        int d = Shapes.Dim(dim, rank);
        long size = x.Sizes[d], position = index < 0 ? index + size : index;
        if (position < 0 || position >= size)
            throw new IndexOutOfRangeException($"Index {index} is out of range for dimension {d} of shape {Shapes.Text(x.Sizes)}.");
        Tensor y = x.View([.. x.Sizes[..d], .. x.Sizes[(d + 1)..]], [.. x.Strides[..d], .. x.Strides[(d + 1)..]], x.Offset + (position * x.Strides[d]));
        if (!Autograd.Needed(x)) return y;
        long[] sizes = x.Sizes;
        return Autograd.Record(y, "select", [x], [], (node, g) =>
        {
            Tensor full = Factory.Zeros(sizes, g.dtype);
            Copying.Into(Select(full, d, position), g);
            node.Give(0, full);
        });
    }

    internal static Tensor Slice(Tensor x, long dim, long start, long finish, long step)
    {
        if (x.Sizes.Length == 0) throw new InvalidOperationException("slice: a tensor without dimensions cannot be sliced.");
        if (step <= 0) throw new ArgumentException($"slice: the step must be positive, not {step}.");
        int d = Shapes.Dim(dim, x.Sizes.Length);
        long size = x.Sizes[d];
        start = Math.Clamp(start < 0 ? start + size : start, 0, size);
        finish = Math.Clamp(finish < 0 ? finish + size : finish, start, size);
        long[] sizes = (long[])x.Sizes.Clone(), strides = (long[])x.Strides.Clone();
        sizes[d] = (finish - start + step - 1) / step;
        strides[d] *= step;
        Tensor y = x.View(sizes, strides, x.Offset + (start * x.Strides[d]));
        if (!Autograd.Needed(x)) return y;
        long[] whole = x.Sizes;
        return Autograd.Record(y, "slice", [x], [], (node, g) =>
        {
            Tensor full = Factory.Zeros(whole, g.dtype);
            Copying.Into(Slice(full, d, start, finish, step), g);
            node.Give(0, full);
        });
    }

    internal static Tensor Narrow(Tensor x, long dim, long start, long length)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        long size = x.Sizes[d], from = start < 0 ? start + size : start;
        if (length < 0 || from < 0 || from + length > size)
            throw new IndexOutOfRangeException($"narrow: start {start} and length {length} do not lie within dimension {d} of shape {Shapes.Text(x.Sizes)}.");
        return Slice(x, d, from, from + length, 1);
    }

    internal static Tensor[] Split(Tensor x, ReadOnlySpan<long> lengths, long dim)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        long total = 0;
        foreach (long length in lengths) total += length;
        if (total != x.Sizes[d]) throw new ArgumentException($"split: the sizes {Shapes.Text(lengths)} do not add up to {x.Sizes[d]}, dimension {d} of shape {Shapes.Text(x.Sizes)}.");
        Tensor[] parts = new Tensor[lengths.Length];
        long start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Slice(x, d, start, start + lengths[i], 1);
            start += lengths[i];
        }
        return parts;
    }

    internal static Tensor[] SplitEvery(Tensor x, long size, long dim)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        if (size <= 0) throw new ArgumentException($"split: the size must be positive, not {size}.");
        long count = Math.Max(1, (x.Sizes[d] + size - 1) / size);
        Tensor[] parts = new Tensor[count];
        for (long i = 0; i < count; i++) parts[i] = Slice(x, d, i * size, Math.Min((i + 1) * size, x.Sizes[d]), 1);
        return parts;
    }

    internal static Tensor[] Chunk(Tensor x, long chunks, long dim)
    {
        if (chunks <= 0) throw new ArgumentException($"chunk: the number of chunks must be positive, not {chunks}.");
        return SplitEvery(x, Math.Max(1, (x.Sizes[Shapes.Dim(dim, x.Sizes.Length)] + chunks - 1) / chunks), dim);
    }

    internal static Tensor[] Unbind(Tensor x, long dim)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        Tensor[] parts = new Tensor[x.Sizes[d]];
        for (int i = 0; i < parts.Length; i++) parts[i] = Select(x, d, i);
        return parts;
    }
}
