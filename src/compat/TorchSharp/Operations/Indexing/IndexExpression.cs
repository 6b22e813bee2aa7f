namespace TorchSharp;

using static torch;

/// <summary>
/// An indexer in two steps: the numbers, slices and new dimensions make a view; the index tensors, if any, then pick from its dimensions.
/// </summary>
internal sealed class IndexExpression : IDisposable
{
    private readonly TensorIndex[] _basic;

    /// <summary>Index tensors by the dimension of the basic view they pick from; broadcast to one shape.</summary>
    private readonly List<(int Dim, Tensor Index)> _advanced = [];

    internal IndexExpression(Tensor x, TensorIndex[] indices)
    {
        List<TensorIndex> basic = [];
        int consumed = 0;
        foreach (TensorIndex index in indices) consumed += Consumes(index);
        if (consumed > x.Sizes.Length)
            throw new IndexOutOfRangeException($"{consumed} indices were given for a tensor of shape {Shapes.Text(x.Sizes)}.");
        bool skipped = false;
        int dim = 0;
        foreach (TensorIndex index in indices)
        {
            switch (index.Form)
            {
                case TensorIndex.Kind.Ellipsis:
                    if (skipped) throw new ArgumentException("An indexer has at most one ellipsis.");
                    skipped = true;
                    for (int i = consumed; i < x.Sizes.Length; i++, dim++) basic.Add(TensorIndex.Colon);
                    break;
                case TensorIndex.Kind.Tensor:
                    foreach (Tensor list in Lists(index.Indices, x, dim))
                    {
                        _advanced.Add((Produced(basic), list));
                        basic.Add(TensorIndex.Colon);
                        dim++;
                    }
                    break;
                case TensorIndex.Kind.Bool:
                    throw new NotSupportedException("A bool constant as an index is not supported.");
                default:
                    basic.Add(index);
                    dim += Consumes(index);
                    break;
            }
        }
        _basic = [.. basic];
        Broadcast();
    }

    internal bool IsView => _advanced.Count == 0;

    internal Tensor[] Tensors => [.. _advanced.Select(a => a.Index)];

    public void Dispose()
    {
        foreach ((int _, Tensor index) in _advanced) index.Dispose();
    }

    internal Tensor View(Tensor x)
    {
        Tensor view = Viewing.Alias(x);
        int dim = 0;
        foreach (TensorIndex index in _basic)
        {
            Tensor next = view;
            switch (index.Form)
            {
                case TensorIndex.Kind.Single: next = Slicing.Select(view, dim, index.Start.Value); break;
                case TensorIndex.Kind.NewAxis: next = Viewing.Unsqueeze(view, dim++); break;
                case TensorIndex.Kind.Slice:
                    next = Slicing.Slice(view, dim++, index.Start ?? 0, index.Stop ?? long.MaxValue, index.Step ?? 1);
                    break;
                default: dim++; break;
            }
            if (!ReferenceEquals(next, view)) view.Dispose();
            view = next;
        }
        return view;
    }

    /// <summary>The picked elements: the shape of the index tensors stands where the first picked dimension was, or first where they are apart.</summary>
    internal Tensor Pick(Tensor view)
    {
        (long[] order, long[] sizes, int place) = Arrange(view);
        Tensor front = Viewing.Permute(view, order);
        long picked = Shapes.Count(front.Sizes.AsSpan(0, _advanced.Count));
        Tensor rows = Viewing.Reshape(front, [picked, .. sizes]);
        using Tensor linear = Linear(view, j => view.Sizes[_advanced[j].Dim]);
        using Tensor list = Viewing.Reshape(linear, [-1]);
        Tensor chosen = Viewing.Reshape(Indexing.Select(rows, 0, list), [.. linear.Sizes, .. sizes]);
        return Back(chosen, linear.Sizes.Length, place);
    }

    /// <summary>Writes into the picked elements of a view; not recorded. With <paramref name="add"/>, repeated indices add up.</summary>
    internal unsafe void Put(Tensor view, Tensor value, bool add)
    {
        if (IsView)
        {
            if (add) throw new InvalidOperationException("Adding needs index tensors.");
            Copying.Into(view, value);
            return;
        }
        (long[] order, long[] sizes, int place) = Arrange(view);
        using Tensor front = Viewing.Permute(view, order);
        using Tensor steps = Linear(view, j => front.Strides[j], strides: true);
        long[] index = steps.Sizes;
        long[] shape = [.. sizes[..place], .. index, .. sizes[place..]];
        using Tensor wide = Viewing.Expand(value.type(view.dtype), shape);
        long[] toFront = [.. Enumerable.Range(place, index.Length).Select(i => (long)i), .. Enumerable.Range(0, shape.Length).Where(i => i < place || i >= place + index.Length).Select(i => (long)i)];
        using Tensor moved = Viewing.Permute(wide, toFront), rows = Viewing.Reshape(moved, [steps.Count, .. sizes]);
        long* offsets = steps.Data<long>();
        long[] strides = front.Strides[_advanced.Count..];
        for (long i = 0; i < steps.Count; i++)
        {
            using Tensor target = view.View(sizes, strides, view.Offset + offsets[i]);
            using Tensor row = Slicing.Select(rows, 0, i);
            if (add) Pointwise.Binary(target, target, row, new Arithmetic.AddOp());
            else Copying.Into(target, row);
        }
    }

    private (long[] Order, long[] Sizes, int Place) Arrange(Tensor view)
    {
        int rank = view.Sizes.Length;
        bool[] taken = new bool[rank];
        foreach ((int dim, Tensor _) in _advanced) taken[dim] = true;
        List<long> order = [.. _advanced.Select(a => (long)a.Dim)], sizes = [];
        bool adjacent = _advanced[^1].Dim - _advanced[0].Dim == _advanced.Count - 1;
        for (int d = 0; d < rank; d++)
        {
            if (taken[d]) continue;
            order.Add(d);
            sizes.Add(view.Sizes[d]);
        }
        return ([.. order], [.. sizes], adjacent ? _advanced[0].Dim : 0);
    }

    // Σ index · weight: the row in the flattened picked dimensions, or the offset in memory when weights are strides.
    private Tensor Linear(Tensor view, Func<int, long> weight, bool strides = false)
    {
        using GradMode off = new(enabled: false);
        Tensor total = null;
        for (int j = 0; j < _advanced.Count; j++)
        {
            long size = view.Sizes[_advanced[j].Dim];
            Tensor index = Wrap(_advanced[j].Index, size);
            if (strides) index = Arithmetic.Scale(index, weight(j));
            total = total is null ? index : strides ? Arithmetic.Add(total, index) : Arithmetic.Add(Arithmetic.Scale(total, weight(j)), index);
        }
        return Viewing.Contiguous(total);
    }

    private static unsafe Tensor Wrap(Tensor index, long size)
    {
        Tensor wrapped = Copying.Contiguous(index);
        long* at = wrapped.Data<long>();
        for (long i = 0; i < wrapped.Count; i++) at[i] = Indexing.Position(at[i], size);
        return wrapped;
    }

    private static Tensor Back(Tensor chosen, int indexRank, int place)
    {
        if (place == 0) return chosen;
        int rank = chosen.Sizes.Length;
        long[] order = new long[rank];
        for (int d = 0; d < rank; d++) order[d] = d < place ? indexRank + d : d < place + indexRank ? d - place : d;
        return Viewing.Permute(chosen, order);
    }

    private static IEnumerable<Tensor> Lists(Tensor index, Tensor x, int dim)
    {
        if (index.dtype != ScalarType.Bool)
        {
            using Tensor converted = Arithmetic.As(index, ScalarType.Int64);
            return [converted.Detached()];
        }
        for (int d = 0; d < index.Sizes.Length; d++)
        {
            if (index.Sizes[d] != x.Sizes[dim + d])
                throw new IndexOutOfRangeException($"A mask of shape {Shapes.Text(index.Sizes)} does not match a tensor of shape {Shapes.Text(x.Sizes)} at dimension {dim}.");
        }
        using Tensor positions = Masking.NonZero(index);
        List<Tensor> lists = [];
        for (int d = 0; d < index.Sizes.Length; d++)
        {
            using Tensor column = Slicing.Select(positions, 1, d);
            lists.Add(column.Detached());
        }
        return lists;
    }

    private void Broadcast()
    {
        if (_advanced.Count < 2) return;
        long[] shape = _advanced[0].Index.Sizes;
        foreach ((int _, Tensor index) in _advanced) shape = Shapes.Broadcast(shape, index.Sizes);
        for (int i = 0; i < _advanced.Count; i++)
        {
            using Tensor narrow = _advanced[i].Index, wide = Viewing.Expand(narrow, shape);
            _advanced[i] = (_advanced[i].Dim, wide.Detached());
        }
    }

    private static int Consumes(TensorIndex index) => index.Form switch
    {
        TensorIndex.Kind.NewAxis or TensorIndex.Kind.Ellipsis or TensorIndex.Kind.Bool => 0,
        TensorIndex.Kind.Tensor => index.Lists,
        _ => 1,
    };

    private static int Produced(List<TensorIndex> basic)
    {
        int count = 0;
        foreach (TensorIndex index in basic) count += index.Form == TensorIndex.Kind.Single ? 0 : 1;
        return count;
    }
}
