namespace MlNetVad.Video.Labels;

/// <summary>What a number in a mask says.</summary>
internal static class MaskValue
{
    /// <summary>Whether the pixel is anomalous: 0 is normal, any number above it is not.</summary>
    /// <exception cref="VadException">The number is negative or none, which means different things to different people.</exception>
    public static bool IsMarked(double value, string path) => value >= 0
        ? value > 0
        : throw new VadException($"Mask file '{path}' has the value {value:0.######}; expected 0 where a pixel is normal and a number above 0 where it is anomalous.");
}
