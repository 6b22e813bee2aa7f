using Microsoft.ML.Data;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>The dimensions of a clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</summary>
internal readonly record struct ClipShape(int Frames, int Height, int Width, int Channels)
{
    public int FrameBytes => Height * Width * Channels;

    public static ClipShape Of(DataViewType type)
    {
        System.Collections.Immutable.ImmutableArray<int> d = ((VectorDataViewType)type).Dimensions;
        return new ClipShape(d[0], d[1], d[2], d[3]);
    }

    /// <summary>The place of the target frame in the clip.</summary>
    public int TargetIndex(ClipTarget target) => target.IndexIn(Frames);

    /// <summary>One frame [H, W, C] of a clip.</summary>
    public ReadOnlySpan<byte> Frame(ReadOnlySpan<byte> clip, int index) => clip.Slice(index * FrameBytes, FrameBytes);

    /// <summary>The row of pixels that a box's edge comes next to, held inside the frame.</summary>
    public int Row(float edge) => Inside(edge, Height);

    /// <summary>The column of pixels that a box's edge comes next to, held inside the frame.</summary>
    public int Column(float edge) => Inside(edge, Width);

    private static int Inside(float edge, int limit) => (int)Math.Clamp(MathF.Round(edge), 0, limit);
}
