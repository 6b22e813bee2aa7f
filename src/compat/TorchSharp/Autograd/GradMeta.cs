namespace TorchSharp;

/// <summary>What autograd knows about one tensor: a leaf collects <see cref="Grad"/>, any other has the node that made it.</summary>
internal sealed class GradMeta
{
    internal GradMeta(GradNode node)
    {
        Node = node;
        node?.AddReference();
    }

    internal GradNode Node { get; }

    internal torch.Tensor Grad { get; set; }

    internal void Release()
    {
        Node?.Release();
        Grad?.Dispose();
        Grad = null;
    }

    /// <summary>Adds a gradient to a leaf; takes the tensor over.</summary>
    internal void Accumulate(torch.Tensor gradient)
    {
        lock (this)
        {
            Grad = GradNode.Sum(Grad, gradient, forLeaf: true);
        }
    }
}
