namespace MlNetVad.Torch.Weights;

/// <summary>How a weight file stores the numbers of a tensor.</summary>
public enum WeightType
{
    /// <summary>32-bit IEEE floats.</summary>
    F32,

    /// <summary>16-bit IEEE floats; read as 32-bit.</summary>
    F16,

    /// <summary>The upper half of 32-bit floats; read as 32-bit.</summary>
    BF16,

    /// <summary>64-bit signed integers.</summary>
    I64,
}
