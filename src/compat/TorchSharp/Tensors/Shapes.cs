namespace TorchSharp;

/// <summary>Arithmetic on shapes and strides.</summary>
internal static class Shapes
{
    internal static long Count(ReadOnlySpan<long> sizes)
    {
        long count = 1;
        foreach (long size in sizes) count *= size;
        return count;
    }

    internal static long[] Contiguous(ReadOnlySpan<long> sizes)
    {
        long[] strides = new long[sizes.Length];
        long stride = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= Math.Max(sizes[d], 1);
        }
        return strides;
    }

    internal static bool IsContiguous(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides)
    {
        long expected = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            if (sizes[d] == 0) return true;
            if (sizes[d] != 1 && strides[d] != expected) return false;
            expected *= sizes[d];
        }
        return true;
    }

    internal static string Text(ReadOnlySpan<long> sizes) => "[" + string.Join(", ", sizes.ToArray()) + "]";

    internal static int Dim(long dim, int rank)
    {
        int limit = Math.Max(rank, 1);
        if (dim < -limit || dim >= limit)
            throw new IndexOutOfRangeException($"Dimension {dim} is out of range for a tensor of {rank} dimensions (expected {-limit} to {limit - 1}).");
        return (int)(dim < 0 ? dim + limit : dim);
    }

    internal static long[] Broadcast(ReadOnlySpan<long> a, ReadOnlySpan<long> b)
    {
        if (a.SequenceEqual(b)) return a.ToArray();
        int rank = Math.Max(a.Length, b.Length);
        long[] result = new long[rank];
        for (int i = 1; i <= rank; i++)
        {
            long x = i <= a.Length ? a[^i] : 1, y = i <= b.Length ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
            {
                throw new InvalidOperationException(
                    $"The shapes {Text(a)} and {Text(b)} cannot be broadcast together: size {x} against {y} at dimension {rank - i}.");
            }
            result[^i] = x == 1 ? y : x;
        }
        return result;
    }

    /// <summary>Strides that read a tensor of <paramref name="sizes"/> as if it had shape <paramref name="target"/> (0 where it repeats).</summary>
    internal static long[] BroadcastStrides(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, ReadOnlySpan<long> target)
    {
        long[] result = new long[target.Length];
        for (int i = 1; i <= sizes.Length; i++) result[^i] = sizes[^i] == 1 ? 0 : strides[^i];
        return result;
    }

    /// <summary>The shape a view request means: one -1 is inferred, the count must match.</summary>
    internal static long[] Infer(ReadOnlySpan<long> requested, ReadOnlySpan<long> sizes)
    {
        long[] shape = requested.ToArray();
        long count = Count(sizes), known = 1;
        int hole = -1;
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] >= 0)
            {
                known *= shape[d];
                continue;
            }
            if (shape[d] != -1 || hole >= 0) throw new ArgumentException($"Shape {Text(requested)} has more than one negative size.");
            hole = d;
        }
        if (hole >= 0) shape[hole] = known == 0 ? 0 : count / known;
        if (Count(shape) != count) throw new ArgumentException($"A tensor of shape {Text(sizes)} ({count} elements) cannot become {Text(requested)}.");
        return shape;
    }

    /// <summary>Strides of the same memory under another shape, or null where only a copy can have it.</summary>
    internal static long[] ViewStrides(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, ReadOnlySpan<long> shape)
    {
        if (Count(sizes) == 0) return Contiguous(shape);
        long[] result = new long[shape.Length];
        int view = shape.Length - 1;
        long chunkStride = sizes.Length > 0 ? strides[^1] : 1, chunk = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            chunk *= sizes[d];
            bool ends = d == 0 || (sizes[d - 1] != 1 && strides[d - 1] != chunk * chunkStride);
            if (!ends) continue;
            long filled = 1;
            while (view >= 0 && (filled < chunk || shape[view] == 1))
            {
                result[view] = filled * chunkStride;
                filled *= shape[view--];
            }
            if (filled != chunk) return null;
            if (d > 0)
            {
                chunkStride = strides[d - 1];
                chunk = 1;
            }
        }
        for (; view >= 0; view--)
        {
            if (shape[view] != 1) return null;
            result[view] = 1;
        }
        return result;
    }

    internal static bool[] Mask(ReadOnlySpan<long> dims, int rank)
    {
        bool[] mask = new bool[rank];
        if (dims.Length == 0) mask.AsSpan().Fill(true);
        foreach (long dim in dims)
        {
            int d = Dim(dim, rank);
            if (rank == 0) continue;
            if (mask[d]) throw new ArgumentException($"Dimension {d} appears more than once in {Text(dims)}.");
            mask[d] = true;
        }
        return mask;
    }
}
