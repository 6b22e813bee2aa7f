using System.Runtime.InteropServices;

namespace MlNetVad.TestSupport.Graphs;

/// <summary>Writes small ONNX networks for tests: the few messages of onnx.proto that a graph needs (ONNX IR specification).</summary>
internal sealed class OnnxGraph
{
    private const int IrVersion = 8, Opset = 17;

    private readonly ProtoMessage _graph = new();
    private readonly ProtoMessage _metadata = new();

    /// <summary>Element types, as onnx.proto numbers them.</summary>
    public enum Element
    {
        Float = 1,
        Byte = 2,
        Int32 = 6,
        Int64 = 7,
        Bool = 9,
        Half = 10,
    }

    /// <summary>Adds an input; a text dimension such as "n" may vary.</summary>
    public OnnxGraph Input(string name, Element type, params object[] shape)
    {
        _graph.Add(11, ValueInfo(name, type, shape));
        return this;
    }

    /// <summary>Adds an entry to what the file says of itself.</summary>
    public OnnxGraph Metadata(string key, string value)
    {
        _metadata.Add(14, new ProtoMessage().Add(1, key).Add(2, value));
        return this;
    }

    /// <summary>Adds an output.</summary>
    public OnnxGraph Output(string name, Element type, params object[] shape)
    {
        _graph.Add(12, ValueInfo(name, type, shape));
        return this;
    }

    /// <summary>Adds a constant.</summary>
    public OnnxGraph Constant(string name, float[] values, params int[] shape) =>
        Initializer(name, Element.Float, MemoryMarshal.AsBytes<float>(values).ToArray(), shape);

    /// <summary>Adds a constant of whole numbers.</summary>
    public OnnxGraph Constant(string name, long[] values, params int[] shape) =>
        Initializer(name, Element.Int64, MemoryMarshal.AsBytes<long>(values).ToArray(), shape);

    /// <summary>Adds a node with one output. Attributes: long, float, string, long[] or float[].</summary>
    public OnnxGraph Node(string op, string[] inputs, string output, params (string Name, object Value)[] attributes) =>
        Node(op, inputs, [output], attributes);

    /// <summary>Adds a node.</summary>
    public OnnxGraph Node(string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
        {
            node.Add(1, input);
        }

        foreach (string output in outputs)
        {
            node.Add(2, output);
        }

        node.Add(4, op);
        foreach ((string name, object value) in attributes)
        {
            node.Add(5, Attribute(name, value));
        }

        _graph.Add(1, node);
        return this;
    }

    /// <summary>The file's bytes. The running test is skipped where no network can be run.</summary>
    public byte[] ToArray()
    {
        OnnxRuntimePresence.Require();
        return new ProtoMessage()
            .Add(1, IrVersion)
            .Add(7, new ProtoMessage().Add(2, "test").Add(_graph))
            .Add(8, new ProtoMessage().Add(1, "").Add(2, Opset))
            .Add(_metadata)
            .ToArray();
    }

    /// <summary>Writes the file.</summary>
    public string Save(string path)
    {
        File.WriteAllBytes(path, ToArray());
        return path;
    }

    private OnnxGraph Initializer(string name, Element type, byte[] raw, int[] shape)
    {
        var tensor = new ProtoMessage();
        foreach (int size in shape)
        {
            tensor.Add(1, (long)size);
        }

        _graph.Add(5, tensor.Add(2, (long)type).Add(8, name).Add(9, raw));
        return this;
    }

    private static ProtoMessage ValueInfo(string name, Element type, object[] shape)
    {
        var dimensions = new ProtoMessage();
        foreach (object size in shape)
        {
            dimensions.Add(1, size is string variable ? new ProtoMessage().Add(2, variable) : new ProtoMessage().Add(1, Convert.ToInt64(size, null)));
        }

        var tensor = new ProtoMessage().Add(1, (long)type).Add(2, dimensions);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
    }

    private static ProtoMessage Attribute(string name, object value)
    {
        ProtoMessage attribute = new ProtoMessage().Add(1, name);
        switch (value)
        {
            case long or int:
                return attribute.Add(3, Convert.ToInt64(value, null)).Add(20, 2L);
            case float number:
                return attribute.Add(2, number).Add(20, 1L);
            case string text:
                return attribute.Add(4, text).Add(20, 3L);
            case long[] numbers:
                foreach (long number in numbers)
                {
                    attribute.Add(8, number);
                }

                return attribute.Add(20, 7L);
            case float[] numbers:
                foreach (float number in numbers)
                {
                    attribute.Add(7, number);
                }

                return attribute.Add(20, 6L);
            default:
                throw new ArgumentException($"no attribute of type {value.GetType()}", nameof(value));
        }
    }
}
