namespace TorchSharp;

using static torch;

/// <summary>Reading and writing through indexers, recorded.</summary>
internal static class IndexedAccess
{
    internal static Tensor Read(Tensor x, TensorIndex[] indices)
    {
        using IndexExpression expression = new(x, indices);
        Tensor view = expression.View(x);
        return expression.IsView ? view : expression.Pick(view);
    }

    internal static Tensor Write(Tensor x, Tensor value, TensorIndex[] indices)
    {
        Autograd.BeforeWrite(x, value);
        using IndexExpression expression = new(x, indices);
        using (new GradMode(enabled: false))
        {
            using Tensor view = expression.View(x), own = value.Memory == x.Memory ? Copying.Contiguous(value) : value.Detached();
            expression.Put(view, own, add: false);
        }
        if (!Autograd.Needed(x, value)) return x;
        return Autograd.Record(x, "index_put_", [x, value], expression.Tensors, (node, g) =>
        {
            TensorIndex[] again = Restore(indices, node);
            if (node.Needs(1)) node.Give(1, Read(g, again));
            if (!node.Needs(0)) return;
            Tensor rest = Copying.Contiguous(g);
            Write(rest, Factory.Full([], 0, g.dtype), again);
            node.Give(0, rest);
        });
    }

    // The user's index tensors may be gone by the time backward runs: the node's own copies stand in for them.
    private static TensorIndex[] Restore(TensorIndex[] indices, GradNode node)
    {
        List<TensorIndex> restored = [];
        int next = 0;
        foreach (TensorIndex index in indices)
        {
            if (index.Form != TensorIndex.Kind.Tensor)
            {
                restored.Add(index);
                continue;
            }
            for (int i = index.Lists; i > 0; i--) restored.Add(TensorIndex.Tensor(node.Saved(next++)));
        }
        return [.. restored];
    }
}
