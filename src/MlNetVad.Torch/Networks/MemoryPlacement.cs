namespace MlNetVad.Torch.Networks;

/// <summary>Where memories stand in place of the filters.</summary>
public enum MemoryPlacement
{
    /// <summary>Once, in front of the decoder.</summary>
    Bottleneck,

    /// <summary>After every block of the decoder.</summary>
    MultiLevel,
}
