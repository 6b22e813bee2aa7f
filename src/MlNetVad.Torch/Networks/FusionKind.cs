namespace MlNetVad.Torch.Networks;

/// <summary>How the visual tokens take in the other modalities.</summary>
public enum FusionKind
{
    /// <summary>SFN-VAD: visual and motion tokens side by side along channels, then one small network.</summary>
    Concat,

    /// <summary>SIB-VAD: visual tokens query the text and motion tokens in cross-attention layers.</summary>
    Cross,
}
