namespace TorchSharp;

using static torch;

/// <summary>Views: new sizes and strides over the same storage, with the gradient of each.</summary>
internal static class Viewing
{
    internal static Tensor View(Tensor x, ReadOnlySpan<long> requested)
    {
        long[] shape = Shapes.Infer(requested, x.Sizes);
        long[] strides = Shapes.ViewStrides(x.Sizes, x.Strides, shape)
            ?? throw new InvalidOperationException($"A tensor of shape {Shapes.Text(x.Sizes)} and strides {Shapes.Text(x.Strides)} cannot be viewed as {Shapes.Text(shape)}; use reshape.");
        return Reshaped(x, shape, strides);
    }

    internal static Tensor Reshape(Tensor x, ReadOnlySpan<long> requested)
    {
        long[] shape = Shapes.Infer(requested, x.Sizes);
        if (Shapes.ViewStrides(x.Sizes, x.Strides, shape) is { } strides) return Reshaped(x, shape, strides);
        using Tensor packed = Contiguous(x);
        return Reshaped(packed, shape, Shapes.Contiguous(shape));
    }

    private static Tensor Reshaped(Tensor x, long[] shape, long[] strides)
    {
        Tensor y = x.View(shape, strides, x.Offset);
        return Autograd.Needed(x) ? Autograd.Record(y, "view", [x], [], static (node, g) => node.Give(0, Reshape(g, node.Inputs[0].Sizes))) : y;
    }

    internal static Tensor Contiguous(Tensor x)
    {
        if (x.IsContiguous) return Alias(x);
        return Clone(x);
    }

    internal static Tensor Clone(Tensor x)
    {
        Tensor y = Copying.Contiguous(x);
        return Autograd.Needed(x) ? Autograd.Record(y, "clone", [x], [], static (node, g) => node.Give(0, g)) : y;
    }

    internal static Tensor Alias(Tensor x)
    {
        Tensor y = x.View(x.Sizes, x.Strides, x.Offset);
        return Autograd.Needed(x) ? Autograd.Record(y, "alias", [x], [], static (node, g) => node.Give(0, g)) : y;
    }

    internal static Tensor Permute(Tensor x, ReadOnlySpan<long> order)
    {
        int rank = x.Sizes.Length;
        if (order.Length != rank) throw new ArgumentException($"permute: {order.Length} dimensions were given for a tensor of shape {Shapes.Text(x.Sizes)}.");
        int[] axes = new int[rank];
        long[] inverse = new long[rank], sizes = new long[rank], strides = new long[rank];
        bool[] seen = new bool[rank];
        for (int d = 0; d < rank; d++)
        {
            int axis = axes[d] = Shapes.Dim(order[d], rank);
            if (seen[axis]) throw new ArgumentException($"permute: dimension {axis} appears twice in {Shapes.Text(order)}.");
            seen[axis] = true;
            inverse[axis] = d;
            sizes[d] = x.Sizes[axis];
            strides[d] = x.Strides[axis];
        }
        Tensor y = x.View(sizes, strides, x.Offset);
        return Autograd.Needed(x) ? Autograd.Record(y, "permute", [x], [], (node, g) => node.Give(0, Permute(g, inverse))) : y;
    }

    internal static Tensor Transpose(Tensor x, long dim0, long dim1)
    {
        int rank = x.Sizes.Length;
        int a = Shapes.Dim(dim0, rank), b = Shapes.Dim(dim1, rank);
        if (rank == 0) return Alias(x);
        long[] sizes = (long[])x.Sizes.Clone(), strides = (long[])x.Strides.Clone();
        (sizes[a], sizes[b]) = (sizes[b], sizes[a]);
        (strides[a], strides[b]) = (strides[b], strides[a]);
        Tensor y = x.View(sizes, strides, x.Offset);
        return Autograd.Needed(x) ? Autograd.Record(y, "transpose", [x], [], (node, g) => node.Give(0, Transpose(g, a, b))) : y;
    }

    internal static Tensor Expand(Tensor x, ReadOnlySpan<long> requested)
    {
        int extra = requested.Length - x.Sizes.Length;
        if (extra < 0) throw Refuse(requested);
        long[] sizes = requested.ToArray();
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] == -1 && d >= extra) sizes[d] = x.Sizes[d - extra];
            if (sizes[d] < 0 || (d >= extra && x.Sizes[d - extra] != sizes[d] && x.Sizes[d - extra] != 1)) throw Refuse(requested);
        }
        Tensor y = x.View(sizes, Shapes.BroadcastStrides(x.Sizes, x.Strides, sizes), x.Offset);
        return Autograd.Needed(x) ? Autograd.Record(y, "expand", [x], [], static (node, g) => node.Give(0, g)) : y;

        InvalidOperationException Refuse(ReadOnlySpan<long> shape) => new($"A tensor of shape {Shapes.Text(x.Sizes)} cannot be expanded to {Shapes.Text(shape)}.");
    }

    internal static Tensor Unsqueeze(Tensor x, long dim)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length + 1);
        long stride = d < x.Sizes.Length ? x.Sizes[d] * x.Strides[d] : 1;
        Tensor y = x.View([.. x.Sizes[..d], 1, .. x.Sizes[d..]], [.. x.Strides[..d], stride, .. x.Strides[d..]], x.Offset);
        return Autograd.Needed(x) ? Autograd.Record(y, "unsqueeze", [x], [], (node, g) => node.Give(0, Squeeze(g, d))) : y;
    }

    internal static Tensor Squeeze(Tensor x, long? dim)
    {
        int rank = x.Sizes.Length;
        int only = dim is { } wanted ? Shapes.Dim(wanted, rank) : -1;
        List<long> sizes = [], strides = [];
        for (int d = 0; d < rank; d++)
        {
            if (x.Sizes[d] == 1 && (only < 0 || only == d)) continue;
            sizes.Add(x.Sizes[d]);
            strides.Add(x.Strides[d]);
        }
        return Reshaped(x, [.. sizes], [.. strides]);
    }

    internal static Tensor Flatten(Tensor x, long start, long end)
    {
        int rank = x.Sizes.Length;
        if (rank == 0) return Reshape(x, [1]);
        int a = Shapes.Dim(start, rank), b = Shapes.Dim(end, rank);
        if (a > b) throw new ArgumentException($"flatten: start_dim {start} comes after end_dim {end}.");
        return Reshape(x, [.. x.Sizes[..a], Shapes.Count(x.Sizes.AsSpan(a, b - a + 1)), .. x.Sizes[(b + 1)..]]);
    }

    internal static Tensor Unflatten(Tensor x, long dim, ReadOnlySpan<long> sizes)
    {
        int d = Shapes.Dim(dim, x.Sizes.Length);
        return View(x, [.. x.Sizes[..d], .. Shapes.Infer(sizes, [x.Sizes[d]]), .. x.Sizes[(d + 1)..]]);
    }

    internal static Tensor MoveDim(Tensor x, long[] source, long[] destination)
    {
        int rank = x.Sizes.Length;
        if (source.Length != destination.Length) throw new ArgumentException($"movedim: {source.Length} source dimensions against {destination.Length} destinations.");
        long[] order = new long[rank];
        order.AsSpan().Fill(-1);
        bool[] moved = new bool[rank];
        for (int i = 0; i < source.Length; i++)
        {
            int from = Shapes.Dim(source[i], rank);
            moved[from] = true;
            order[Shapes.Dim(destination[i], rank)] = from;
        }
        int next = 0;
        for (int d = 0; d < rank; d++)
        {
            if (order[d] >= 0) continue;
            while (moved[next]) next++;
            order[d] = next++;
        }
        return Permute(x, order);
    }
}
