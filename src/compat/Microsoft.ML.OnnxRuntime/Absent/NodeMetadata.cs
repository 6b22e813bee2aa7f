using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>An input or output of a network.</summary>
public sealed class NodeMetadata
{
    public bool IsTensor => throw OnnxRuntimeAbsence.Error();

    public OnnxValueType OnnxValueType => throw OnnxRuntimeAbsence.Error();

    public TensorElementType ElementDataType => throw OnnxRuntimeAbsence.Error();

    public int[] Dimensions => throw OnnxRuntimeAbsence.Error();
}

/// <summary>Several values that are given back together.</summary>
public interface IDisposableReadOnlyCollection<T> : IReadOnlyCollection<T>, IReadOnlyList<T>, IDisposable
{
}

/// <summary>What ONNX Runtime says of an error.</summary>
public sealed class OnnxRuntimeException : Exception
{
    internal OnnxRuntimeException(string message)
        : base(message)
    {
    }
}
