using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input or output of a network as a column: its name, item type, and dimensions; one that may vary is -1.</summary>
internal sealed record OnnxColumn(string Name, PrimitiveDataViewType ItemType, int[] Dimensions)
{
    private static readonly Dictionary<TensorElementType, PrimitiveDataViewType> Types = new()
    {
        [TensorElementType.Float] = NumberDataViewType.Single,
        [TensorElementType.Double] = NumberDataViewType.Double,
        [TensorElementType.UInt8] = NumberDataViewType.Byte,
        [TensorElementType.Int8] = NumberDataViewType.SByte,
        [TensorElementType.Int16] = NumberDataViewType.Int16,
        [TensorElementType.UInt16] = NumberDataViewType.UInt16,
        [TensorElementType.Int32] = NumberDataViewType.Int32,
        [TensorElementType.UInt32] = NumberDataViewType.UInt32,
        [TensorElementType.Int64] = NumberDataViewType.Int64,
        [TensorElementType.UInt64] = NumberDataViewType.UInt64,
        [TensorElementType.Bool] = BooleanDataViewType.Instance,
    };

    /// <summary>The column type of an output: a vector, of variable size where a dimension may vary.</summary>
    public VectorDataViewType OutputType => Dimensions.Length == 0
        ? new VectorDataViewType(ItemType, 1)
        : new VectorDataViewType(ItemType, Array.ConvertAll(Dimensions, d => Math.Max(d, 0)));

    public static OnnxColumn Of(string name, NodeMetadata node, IDictionary<string, int[]> shapes)
    {
        if (!node.IsTensor || !Types.TryGetValue(node.ElementDataType, out PrimitiveDataViewType item))
        {
            throw new NotSupportedException($"'{name}' of the ONNX model is {(node.IsTensor ? node.ElementDataType : node.OnnxValueType)}; tensors of numbers and booleans can be columns.");
        }

        int[] known = node.Dimensions;
        if (shapes?.TryGetValue(name, out int[] given) == true)
        {
            known = given.Length == known.Length && given.Zip(known).All(d => d.Second <= 0 || d.First == d.Second)
                ? given
                : throw new ArgumentException($"The shape [{string.Join(", ", given)}] given for '{name}' does not fit the ONNX model's [{string.Join(", ", known)}].", nameof(shapes));
        }

        return new OnnxColumn(name, item, known);
    }

    /// <summary>The tensor's shape for a column of so many values: one dimension that may vary takes what is left, further ones are 1.</summary>
    public long[] ShapeFor(int values)
    {
        long[] shape = Array.ConvertAll(Dimensions, d => (long)d);
        int open = Array.FindLastIndex(shape, d => d <= 0);
        long rest = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = shape[i] <= 0 ? 1 : shape[i];
            rest *= shape[i];
        }

        if (open >= 0 && values % rest == 0)
        {
            shape[open] = values / rest;
            rest = values;
        }

        return rest == values
            ? shape
            : throw new ArgumentOutOfRangeException("inputSchema", $"Schema mismatch for input column '{Name}': the ONNX model takes [{string.Join(", ", Dimensions)}], the column has {values} values");
    }
}
