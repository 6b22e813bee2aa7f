using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers;

/// <summary>How the errors of a frame's pixels become its error.</summary>
public enum FramePooling
{
    /// <summary>Whichever of the others tells made-up anomalies from held-out normal video best; no test video is involved.</summary>
    Auto,

    /// <summary>The mean over the whole frame (the papers). Small objects drown in it.</summary>
    WholeFrameMean,

    /// <summary>The largest mean over a square box.</summary>
    BoxMaximum,
}

/// <summary>Which pooling is in force.</summary>
/// <param name="Error">What a pixel's error is.</param>
/// <param name="Box">Side of the box in pixels of the network's picture; 0 pools the whole frame.</param>
/// <param name="ContrastFloor">Above 0: errors are divided by the contrast of their box, plus this; 0: they are not.</param>
internal readonly record struct PoolingChoice(PixelError Error, int Box, float ContrastFloor)
{
    /// <summary>All that <see cref="FramePooling.Auto"/> looks at, for pictures of a size.</summary>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="contrast">The mean contrast of normal frames, for either kind of error.</param>
    public static IEnumerable<PoolingChoice> Candidates(int height, int width, Func<PixelError, float> contrast) =>
        from error in (PixelError[])[PixelError.Squared, PixelError.Absolute]
        from box in (int[])[0, 8, 12, 16, 24, 32]
        where box <= Math.Min(height, width)
        from floor in (float[])[0, contrast(error)]
        select new PoolingChoice(error, box, floor);

    /// <summary>The error of a frame.</summary>
    /// <param name="pooling">Its buffers.</param>
    /// <param name="map">The error map [H, W].</param>
    /// <param name="real">The real frame [C, H, W].</param>
    public float Pool(ErrorPooling pooling, ReadOnlySpan<float> map, ReadOnlySpan<float> real) =>
        ContrastFloor > 0 ? pooling.PoolByContrast(map, real, Error, Box, ContrastFloor) : pooling.Pool(map, Box);

    /// <inheritdoc/>
    public override string ToString() =>
        (Box == 0 ? "whole-frame mean" : $"largest mean over {Box} x {Box} px")
        + (Error == PixelError.Squared ? " of squared errors" : " of absolute errors")
        + (ContrastFloor > 0 ? $", by contrast + {ContrastFloor:0.####}" : "");

    /// <summary>Writes the choice.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)Error);
        writer.Write(Box);
        writer.Write(ContrastFloor);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PoolingChoice Read(BinaryReader reader) => new((PixelError)reader.ReadByte(), reader.ReadInt32(), reader.ReadSingle());
}
