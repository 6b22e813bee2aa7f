using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers about one parameter.</summary>
public abstract class OptimizerState
{
    internal OptimizerState()
    {
    }

    public abstract void LoadStateDict(OptimizerState source);

    public abstract void LoadStateDict(BinaryReader reader);

    public abstract void SaveStateDict(BinaryWriter writer);

    internal abstract void Release();

    /// <summary>A buffer of zeros that lives as long as the optimizer.</summary>
    internal static Tensor Zeros(Tensor like) => Factory.Zeros(like.Sizes, like.dtype).DetachFromDisposeScope();

    internal static void Copy(ref Tensor target, Tensor source)
    {
        if (ReferenceEquals(target, source)) return;
        target?.Dispose();
        target = source is null ? null : Copying.Contiguous(source).DetachFromDisposeScope();
    }

    internal static unsafe void Write(BinaryWriter writer, Tensor tensor)
    {
        writer.Write(tensor is not null);
        if (tensor is null) return;
        writer.Write(tensor.Count);
        writer.Write(new ReadOnlySpan<byte>(tensor.Data<byte>(), checked((int)(tensor.Count * DType.Size(tensor.dtype)))));
    }

    internal static unsafe void Read(BinaryReader reader, ref Tensor tensor, Tensor like)
    {
        if (!reader.ReadBoolean())
        {
            tensor?.Dispose();
            tensor = null;
            return;
        }
        tensor ??= Zeros(like);
        long count = reader.ReadInt64();
        if (count != tensor.Count)
            throw new InvalidDataException($"A saved optimizer state has {count} elements where the parameter has the shape {Shapes.Text(tensor.Sizes)}.");
        reader.BaseStream.ReadExactly(new Span<byte>(tensor.Data<byte>(), checked((int)(count * DType.Size(tensor.dtype)))));
    }
}
