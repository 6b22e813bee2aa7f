namespace MlNetVad.Transforms;

/// <summary>Where the picture without moving objects comes from.</summary>
public enum BackgroundKind
{
    /// <summary>The pixelwise median of the training video: one fixed camera, steady light. Masks are a pure function of their frame.</summary>
    Median,

    /// <summary>Follows the video it sees: several scenes, cuts or drifting light. Rows must come in time order, and a fresh start takes some seconds to settle.</summary>
    Running,

    /// <summary>
    /// The median of the training video in the light of each frame: dusk, a cloud or the camera's own exposure make no foreground. Masks are a pure function of their frame.
    /// </summary>
    LitMedian,
}
