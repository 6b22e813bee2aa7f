namespace MlNetVad.Torch.Networks;

/// <summary>The image to which the frame head adds what it predicts.</summary>
public enum BaseImage
{
    /// <summary>None: the head predicts the whole frame, as in the papers.</summary>
    None,

    /// <summary>The last input frame.</summary>
    LastFrame,

    /// <summary>Twice the last input frame minus the one before it.</summary>
    LinearExtrapolation,

    /// <summary>The network's background image.</summary>
    Background,
}
