using Google.Protobuf;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Models;

/// <summary>
/// Counts the weights of an ONNX file: the elements of its initializers (onnx.proto3: <c>ModelProto.graph</c>, <c>GraphProto.initializer</c>,
/// <c>TensorProto.dims</c>). Their bytes are passed over, and may lie in another file.
/// </summary>
internal static class OnnxWeights
{
    private const int Graph = 7, Initializer = 5, Dims = 1;

    /// <summary>The network of a file, to be counted when somebody asks.</summary>
    public static FrozenNetwork Of(ModelFile file) => new(file.Sha256, () => Count(file));

    /// <summary>Counts.</summary>
    /// <exception cref="VadException">The file moved or changed.</exception>
    public static long Count(ModelFile file)
    {
        using Stream stream = file.OnDisk is { } path ? File.OpenRead(path) : new MemoryStream(file.Read());
        var input = new CodedInputStream(stream);
        return Sum(input, stream.Length, Graph, graph => Sum(input, graph, Initializer, tensor => Elements(input, tensor)));
    }

    // adds up what is within each message of a field, up to the end of the message that holds them
    private static long Sum(CodedInputStream input, long end, int field, Func<long, long> within)
    {
        long sum = 0;
        while (input.Position < end)
        {
            if (input.ReadTag() == WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited))
            {
                int length = input.ReadLength();
                sum += within(input.Position + length);
            }
            else
            {
                input.SkipLastField();
            }
        }

        return sum;
    }

    private static long Elements(CodedInputStream input, long end)
    {
        long product = 1;
        while (input.Position < end)
        {
            uint tag = input.ReadTag();
            if (tag == WireFormat.MakeTag(Dims, WireFormat.WireType.Varint))
            {
                product *= input.ReadInt64();
            }
            else if (tag == WireFormat.MakeTag(Dims, WireFormat.WireType.LengthDelimited))
            {
                int length = input.ReadLength();
                for (long packed = input.Position + length; input.Position < packed;)
                {
                    product *= input.ReadInt64();
                }
            }
            else
            {
                input.SkipLastField();
            }
        }

        return product;
    }
}
