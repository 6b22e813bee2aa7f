using System.Runtime.InteropServices;

namespace MlNetVad.Video.Scale;

/// <summary>A moving thing, in shares of the picture's width and height.</summary>
/// <param name="X">Left edge, 0 … 1.</param>
/// <param name="Y">Top edge, 0 … 1.</param>
/// <param name="Width">Width, 0 … 1.</param>
/// <param name="Height">Height, 0 … 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MovingThing(double X, double Y, double Width, double Height);

/// <summary>What two frames about 0.3 s apart show.</summary>
/// <param name="Video">The video's id.</param>
/// <param name="Seconds">When, from the video's beginning.</param>
/// <param name="Light">Mean grey level of the picture, 0 … 255.</param>
/// <param name="Contrast">Standard deviation of the grey levels.</param>
/// <param name="Noise">Grey levels by which the still part differs from frame to frame: standard deviation.</param>
/// <param name="Changed">Share of the picture that changed, 0 … 1.</param>
/// <param name="Colourful">Share of the pixels that have a colour, 0 … 1.</param>
/// <param name="Things">What moved.</param>
public sealed record SeenMotion(
    string Video, double Seconds, double Light, double Contrast, double Noise, double Changed, double Colourful, IReadOnlyList<MovingThing> Things)
{
    internal const double MostChanged = 0.6;

    /// <summary>Whether nearly all of the picture changed: a cut, or a camera that moves. Nothing is then taken for a thing.</summary>
    public bool IsUpset => Changed > MostChanged;

    /// <summary>Whether the two frames are the same to the last grey level.</summary>
    public bool IsFrozen => Noise == 0 && Changed == 0;
}
