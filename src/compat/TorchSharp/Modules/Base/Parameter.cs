namespace TorchSharp.Modules;

/// <summary>A leaf tensor that a module trains. It takes over the memory of the tensor it is made from, which is disposed.</summary>
public sealed class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true) : base(data)
    {
        IsView = false;
        if (requires_grad) this.requires_grad = true;
        data.Dispose();
    }
}
