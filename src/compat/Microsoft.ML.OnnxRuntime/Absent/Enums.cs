namespace Microsoft.ML.OnnxRuntime
{
    /// <summary>What an input or output is.</summary>
    public enum OnnxValueType
    {
        ONNX_TYPE_UNKNOWN = 0,
        ONNX_TYPE_TENSOR = 1,
    }

    /// <summary>How much a network is rewritten before it runs.</summary>
    public enum GraphOptimizationLevel
    {
        ORT_DISABLE_ALL = 0,
        ORT_ENABLE_ALL = 99,
    }

    /// <summary>What is logged.</summary>
    public enum OrtLoggingLevel
    {
        ORT_LOGGING_LEVEL_ERROR = 3,
        ORT_LOGGING_LEVEL_FATAL = 4,
    }
}

namespace Microsoft.ML.OnnxRuntime.Tensors
{
    /// <summary>The type of a tensor's numbers.</summary>
    public enum TensorElementType
    {
        Float = 1,
        UInt8 = 2,
        Int8 = 3,
        UInt16 = 4,
        Int16 = 5,
        Int32 = 6,
        Int64 = 7,
        Bool = 9,
        Double = 11,
        UInt32 = 12,
        UInt64 = 13,
    }
}
