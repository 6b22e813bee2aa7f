namespace MlNetVad.Torch.Weights;

/// <summary>How a weight file stores the numbers of a tensor; the names are those of the safetensors format.</summary>
public enum WeightType
{
    /// <summary>32-bit IEEE floats.</summary>
    F32,

    /// <summary>16-bit IEEE floats.</summary>
    F16,

    /// <summary>The upper half of 32-bit floats.</summary>
    BF16,

    /// <summary>64-bit signed integers.</summary>
    I64,

    /// <summary>64-bit IEEE floats.</summary>
    F64,

    /// <summary>32-bit signed integers.</summary>
    I32,

    /// <summary>16-bit signed integers.</summary>
    I16,

    /// <summary>8-bit signed integers.</summary>
    I8,

    /// <summary>8-bit unsigned integers.</summary>
    U8,

    /// <summary>Truth values, a byte each.</summary>
    BOOL,
}
