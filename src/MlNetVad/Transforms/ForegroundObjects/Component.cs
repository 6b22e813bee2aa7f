using System.Runtime.InteropServices;

namespace MlNetVad.Transforms;

/// <summary>One connected component of a mask: its bounding box and its number of pixels.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Top row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Area">Foreground pixels of this component.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Component(int X, int Y, int Width, int Height, int Area)
{
    /// <summary>The row below the box: where the feet are.</summary>
    public int Bottom => Y + Height;
}
