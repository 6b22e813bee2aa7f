using System.Runtime.InteropServices;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>A box, its score and its class.</summary>
/// <param name="Left">Pixels.</param>
/// <param name="Top">Pixels.</param>
/// <param name="Right">Pixels.</param>
/// <param name="Bottom">Pixels.</param>
/// <param name="Score">0 … 1.</param>
/// <param name="Class">The class's id.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Detection(float Left, float Top, float Right, float Bottom, float Score, int Class)
{
    /// <summary>Floats an object in the objects column.</summary>
    public const int Stride = 6;

    /// <summary>A box around a centre.</summary>
    public static Detection Around(float x, float y, float width, float height, float score, int classId) =>
        new(x - (0.5f * width), y - (0.5f * height), x + (0.5f * width), y + (0.5f * height), score, classId);

    /// <summary>Its area, square pixels.</summary>
    public float Area => (Right - Left) * (Bottom - Top);

    /// <summary>Whether it has a finite place and a size.</summary>
    public bool IsBox => float.IsFinite(Left) && float.IsFinite(Top) && float.IsFinite(Right) && float.IsFinite(Bottom) && Right > Left && Bottom > Top;

    /// <summary>The part of it inside a picture.</summary>
    public Detection Inside(int width, int height) => this with
    {
        Left = Math.Clamp(Left, 0, width),
        Top = Math.Clamp(Top, 0, height),
        Right = Math.Clamp(Right, 0, width),
        Bottom = Math.Clamp(Bottom, 0, height),
    };

    /// <summary>Intersection over union.</summary>
    public float Overlap(in Detection other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        float common = Math.Max(0, width) * Math.Max(0, height);
        return common / (Area + other.Area - common);
    }
}
