namespace MlNetVad.Transforms;

/// <summary>What a pixel's error is.</summary>
public enum PixelError
{
    /// <summary>The squared difference (the papers).</summary>
    Squared,

    /// <summary>The absolute difference.</summary>
    Absolute,
}
