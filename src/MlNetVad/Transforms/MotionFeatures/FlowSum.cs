using System.Runtime.InteropServices;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>Foreground pixels and the sum of their flow.</summary>
/// <param name="Pixels">How many.</param>
/// <param name="U">Sum of rightward flow, pixels a frame.</param>
/// <param name="V">Sum of downward flow, pixels a frame.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlowSum(int Pixels, float U, float V)
{
    /// <summary>Length of the mean flow, pixels a frame; 0 without pixels.</summary>
    public float MeanSpeed => Pixels > 0 ? MathF.Sqrt((U * U) + (V * V)) / Pixels : 0f;

    /// <summary>The mean flow, rightward and downward, pixels a frame; 0 without pixels.</summary>
    public (float U, float V) Mean => Pixels > 0 ? (U / Pixels, V / Pixels) : (0f, 0f);

    /// <summary>Adds two sums.</summary>
    public static FlowSum operator +(FlowSum a, FlowSum b) => new(a.Pixels + b.Pixels, a.U + b.U, a.V + b.V);
}

/// <summary>A box of whole pixels; it may reach out of the picture.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PixelBox(int X, int Y, int Width, int Height);
