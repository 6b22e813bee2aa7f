namespace TorchSharp;

using static torch;

/// <summary>
/// Computes the gradients of a node's inputs from the gradient of its output:
/// reads <see cref="GradNode.Saved"/>, asks <see cref="GradNode.Needs"/>, hands over with <see cref="GradNode.Give"/>.
/// </summary>
internal delegate void BackwardFunction(GradNode node, Tensor gradient);

/// <summary>One recorded operation.</summary>
internal sealed class GradNode
{
    private static long _sequences;
    private readonly Input[] _inputs;
    private readonly BackwardFunction _backward;
    private Tensor[] _saved;
    private readonly int[] _versions;
    private bool _freed;
    private int _references;

    internal GradNode(string name, Tensor[] inputs, Tensor[] saved, BackwardFunction backward)
    {
        Name = name;
        _backward = backward;
        Sequence = Interlocked.Increment(ref _sequences);
        _inputs = new Input[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor input = inputs[i];
            if (input?.Meta is null) continue;
            _inputs[i] = new Input(input.Meta.Node, input.Meta.Node is null ? input.Meta : null, input.Sizes, input.dtype);
            input.Meta.Node?.AddReference();
        }
        _saved = new Tensor[saved.Length];
        _versions = new int[saved.Length];
        for (int i = 0; i < saved.Length; i++)
        {
            if (saved[i] is null) continue;
            _saved[i] = saved[i].Detached();
            _versions[i] = saved[i].Memory.Version;
        }
    }

    internal string Name { get; }

    /// <summary>Later operations have higher numbers: descending order is a topological order.</summary>
    internal long Sequence { get; }

    internal long Visit { get; set; }

    internal Tensor Pending { get; set; }

    internal ReadOnlySpan<Input> Inputs => _inputs;

    internal bool Needs(int input) => _inputs[input].Requires;

    internal Tensor Saved(int index)
    {
        if (_freed)
        {
            throw new InvalidOperationException(
                $"Backward ran through '{Name}' a second time, after its saved tensors were freed; pass retain_graph: true to the first call.");
        }
        Tensor saved = _saved[index];
        if (saved is not null && saved.Memory.Version != _versions[index])
        {
            throw new InvalidOperationException(
                $"A tensor of shape {Shapes.Text(saved.Sizes)} that '{Name}' needs for its gradient was modified by an in-place operation: "
                + $"it is at version {saved.Memory.Version}, expected {_versions[index]}.");
        }
        return saved;
    }

    /// <summary>Hands over the gradient of an input; reduced to the input's shape where that was broadcast.</summary>
    internal void Give(int input, Tensor gradient)
    {
        Input target = _inputs[input];
        if (!target.Requires) return;
        Tensor own = gradient;
        if (!own.Sizes.AsSpan().SequenceEqual(target.Sizes)) own = Reduction.SumTo(own, target.Sizes);
        if (own.dtype != target.Type) own = Copying.Convert(own, target.Type);
        own = own.Detached();
        if (target.Node is { } node) node.Pending = Sum(node.Pending, own, forLeaf: false);
        else if (Engine.Capturing is { } captured) captured.Take(target.Leaf, own);
        else target.Leaf.Accumulate(own);
    }

    internal void Run(Tensor gradient) => _backward(this, gradient);

    internal void Free()
    {
        if (_saved.Length == 0 || _freed) return;
        _freed = true;
        foreach (Tensor saved in _saved) saved?.Dispose();
        _saved = [];
    }

    internal void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>When nothing refers to the node any more its saved tensors go back at once, and so along the graph.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) > 0) return;
        Stack<GradNode> dead = new();
        dead.Push(this);
        while (dead.TryPop(out GradNode node))
        {
            node.Free();
            node.Pending?.Dispose();
            node.Pending = null;
            foreach (Input input in node._inputs)
            {
                if (input.Node is { } next && Interlocked.Decrement(ref next._references) == 0) dead.Push(next);
            }
        }
    }

    /// <summary>Adds two gradients, in place where nobody else sees the first; both are taken over.</summary>
    internal static Tensor Sum(Tensor total, Tensor gradient, bool forLeaf)
    {
        if (total is null)
        {
            // a leaf's gradient is written to later: it may not share memory with anything
            if (!forLeaf || (gradient.IsContiguous && gradient.Memory.References == 1)) return gradient;
            Tensor copy = Copying.Contiguous(gradient).Detached();
            gradient.Dispose();
            return copy;
        }
        if (total.IsContiguous && (forLeaf || total.Memory.References == 1))
        {
            Arithmetic.AddInPlace(total, gradient);
            gradient.Dispose();
            return total;
        }
        Tensor sum = Arithmetic.Add(total, gradient).Detached();
        total.Dispose();
        gradient.Dispose();
        return sum;
    }

    internal readonly record struct Input(GradNode Node, GradMeta Leaf, long[] Sizes, ScalarType Type)
    {
        internal bool Requires => Sizes is not null;
    }
}
