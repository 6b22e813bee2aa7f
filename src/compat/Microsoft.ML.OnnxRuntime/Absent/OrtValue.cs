using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A tensor that cannot be made.</summary>
public sealed class OrtValue : IDisposable
{
    public static OrtValue CreateTensorValueFromMemory<T>(OrtMemoryInfo memoryInfo, Memory<T> memory, long[] shape)
        where T : unmanaged => throw OnnxRuntimeAbsence.Error();

    public static OrtValue CreateTensorValueFromMemory<T>(T[] data, long[] shape)
        where T : unmanaged => throw OnnxRuntimeAbsence.Error();

    public static OrtValue CreateAllocatedTensorValue(OrtAllocator allocator, TensorElementType elementType, long[] shape) => throw OnnxRuntimeAbsence.Error();

    public ReadOnlySpan<T> GetTensorDataAsSpan<T>()
        where T : unmanaged => throw OnnxRuntimeAbsence.Error();

    public Span<T> GetTensorMutableDataAsSpan<T>()
        where T : unmanaged => throw OnnxRuntimeAbsence.Error();

    public OrtTensorTypeAndShapeInfo GetTensorTypeAndShape() => throw OnnxRuntimeAbsence.Error();

    public void Dispose()
    {
        // nothing is open
    }
}

/// <summary>The type and shape of a tensor.</summary>
public sealed class OrtTensorTypeAndShapeInfo
{
    public long[] Shape => throw OnnxRuntimeAbsence.Error();

    public TensorElementType ElementDataType => throw OnnxRuntimeAbsence.Error();
}

/// <summary>Where memory lies.</summary>
public sealed class OrtMemoryInfo
{
    public static OrtMemoryInfo DefaultInstance => throw OnnxRuntimeAbsence.Error();
}

/// <summary>What gives memory.</summary>
public sealed class OrtAllocator
{
    public static OrtAllocator DefaultInstance => throw OnnxRuntimeAbsence.Error();
}
