using static TorchSharp.torch;

namespace MlNetVad.Torch.Weights;

/// <summary>Moves numbers between stored bytes and tensors, a part at a time, so that a big tensor costs no second copy.</summary>
internal static class TensorBytes
{
    /// <summary>The most numbers of a part: at 8 bytes each, 32 MiB.</summary>
    private const long Part = 1 << 22;

    /// <summary>A tensor with the bytes of a file, which are little-endian as those of every machine that libtorch runs on.</summary>
    public static Tensor Read(ByteSource source, long start, WeightInfo info)
    {
        int size = info.Type.Bytes();
        Tensor read = empty([.. info.Shape], info.Type.Scalar());
        using Tensor flat = read.view(-1);
        for (long done = 0; done < info.Count; done += Part)
        {
            using Tensor part = flat.narrow(0, done, Math.Min(Part, info.Count - done));
            Span<byte> bytes = part.bytes;
            source.Slice(start + (done * size), bytes.Length).CopyTo(bytes);
        }

        return read;
    }

    /// <summary>Writes the numbers of a tensor, row-major; narrower types round to nearest, ties to even.</summary>
    /// <exception cref="VadException">A finite number is too big for the type.</exception>
    public static void Write(Stream stream, string name, WeightType type, Tensor value)
    {
        using IDisposable untracked = no_grad();
        using var scope = NewDisposeScope();
        Tensor flat = value.detach().cpu().contiguous().view(-1);
        long count = flat.numel();
        for (long done = 0; done < count; done += Part)
        {
            using var inner = NewDisposeScope();
            Tensor part = flat.narrow(0, done, Math.Min(Part, count - done));
            Tensor stored = part.to_type(type.Scalar());
            CheckRange(part, stored, type, name);
            stream.Write(stored.bytes);
        }
    }

    private static void CheckRange(Tensor part, Tensor stored, WeightType type, string name)
    {
        if (part.dtype == stored.dtype)
        {
            return;
        }

        Tensor lost = part.isfinite().logical_and(stored.isfinite().logical_not());
        if (lost.any().item<bool>())
        {
            double first = part.masked_select(lost)[0].to_type(ScalarType.Float64).item<double>();
            throw new VadException($"The tensor '{name}' holds {first:R}, which {type} cannot store; save it as {(Math.Abs(first) <= float.MaxValue ? WeightType.F32 : WeightType.F64)}.");
        }
    }
}
