namespace TorchSharp;

using static torch;

/// <summary>
/// A tensor as a kernel wants it: the caller's own where it fits already, otherwise a copy that goes with this. It saves the
/// handle that a view would be.
/// </summary>
internal readonly ref struct Operand
{
    private readonly bool _owned;

    private Operand(Tensor tensor, bool owned)
    {
        Tensor = tensor;
        _owned = owned;
    }

    internal Tensor Tensor { get; }

    public static implicit operator Tensor(Operand operand) => operand.Tensor;

    internal static Operand As(Tensor x, ScalarType type) => x.dtype == type ? new(x, owned: false) : new(Copying.Convert(x, type), owned: true);

    internal static Operand Packed(Tensor x) => x is null || x.IsContiguous ? new(x, owned: false) : Copied(x);

    internal static Operand Itself(Tensor x) => new(x, owned: false);

    internal static Operand Copied(Tensor x) => new(Copying.Contiguous(x), owned: true);

    public void Dispose()
    {
        if (_owned) Tensor.Dispose();
    }
}
