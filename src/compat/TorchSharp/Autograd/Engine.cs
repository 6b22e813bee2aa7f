namespace TorchSharp;

using static torch;

/// <summary>Runs backward over the recorded graph: newest node first, one gradient buffer a node.</summary>
internal static class Engine
{
    private static long _visits;
    [ThreadStatic] private static Captures _capturing;

    internal static Captures Capturing => _capturing;

    internal static void Backward(IList<Tensor> roots, IList<Tensor> gradients, bool retainGraph, bool createGraph, Captures captures = null)
    {
        if (createGraph) throw new NotSupportedException("create_graph: true is not supported by this engine.");
        using GradMode off = new(enabled: false);
        Captures outer = _capturing;
        _capturing = captures;
        try
        {
            List<GradNode> starts = [];
            for (int i = 0; i < roots.Count; i++) Seed(roots[i], gradients is null || i >= gradients.Count ? null : gradients[i], starts);
            List<GradNode> nodes = Reachable(starts);
            Process(nodes, retainGraph, captures);
        }
        finally
        {
            _capturing = outer;
        }
    }

    private static void Seed(Tensor root, Tensor gradient, List<GradNode> starts)
    {
        if (root.Meta is null) throw new InvalidOperationException("The tensor does not require grad and has no gradient function: backward has nothing to do.");
        if (gradient is null && root.Count != 1)
            throw new InvalidOperationException($"A gradient can be created implicitly only for a tensor of one element; this one has the shape {Shapes.Text(root.Sizes)}.");
        if (gradient is not null && !gradient.Sizes.AsSpan().SequenceEqual(root.Sizes))
            throw new InvalidOperationException($"The gradient has the shape {Shapes.Text(gradient.Sizes)}, the tensor {Shapes.Text(root.Sizes)}.");
        using Tensor seed = gradient is null ? Factory.Full(root.Sizes, 1.0, root.dtype) : new Tensor(gradient);
        Tensor own = seed.Detached();
        if (root.Meta.Node is { } node)
        {
            node.Pending = GradNode.Sum(node.Pending, own, forLeaf: false);
            starts.Add(node);
        }
        else if (_capturing is not null)
        {
            _capturing.Take(root.Meta, own);
        }
        else
        {
            root.Meta.Accumulate(own);
        }
    }

    private static List<GradNode> Reachable(List<GradNode> starts)
    {
        long visit = Interlocked.Increment(ref _visits);
        List<GradNode> nodes = [];
        Stack<GradNode> stack = new(starts);
        while (stack.TryPop(out GradNode node))
        {
            if (node.Visit == visit) continue;
            node.Visit = visit;
            nodes.Add(node);
            foreach (GradNode.Input input in node.Inputs)
            {
                if (input.Node is { } next && next.Visit != visit) stack.Push(next);
            }
        }
        nodes.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
        return nodes;
    }

    private static void Process(List<GradNode> nodes, bool retainGraph, Captures captures)
    {
        try
        {
            foreach (GradNode node in nodes)
            {
                if (node.Pending is null) continue;
                Tensor gradient = node.Pending;
                node.Pending = null;
                captures?.Take(node, gradient);
                using (NewDisposeScope()) node.Run(gradient);
                gradient.Dispose();
                if (!retainGraph) node.Free();
            }
        }
        finally
        {
            foreach (GradNode node in nodes)
            {
                node.Pending?.Dispose();
                node.Pending = null;
            }
        }
    }

    /// <summary>The gradients that autograd.grad asked for, by the node or leaf they belong to.</summary>
    internal sealed class Captures(int count)
    {
        private readonly Dictionary<object, int> _wanted = new(ReferenceEqualityComparer.Instance);

        internal Tensor[] Gradients { get; } = new Tensor[count];

        internal void Want(int index, Tensor input) => _wanted[(object)input.Meta.Node ?? input.Meta] = index;

        internal void Take(GradMeta leaf, Tensor gradient)
        {
            if (_wanted.TryGetValue(leaf, out int index)) Gradients[index] = GradNode.Sum(Gradients[index], gradient, forLeaf: true);
            else gradient.Dispose();
        }

        internal void Take(GradNode node, Tensor gradient)
        {
            if (_wanted.TryGetValue(node, out int index)) Gradients[index] = GradNode.Sum(null, gradient.Detached(), forLeaf: true);
        }
    }
}
