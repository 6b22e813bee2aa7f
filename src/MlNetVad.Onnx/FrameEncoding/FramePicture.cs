using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Onnx.FrameEncoding;

/// <summary>Frames as a vision tower sees them: squashed to its picture, bicubic, and normalised. One a cursor.</summary>
internal sealed class FramePicture
{
    private readonly PictureResizer _resizer;
    private readonly byte[] _planes;
    private readonly float[][] _table;

    public FramePicture(ClipShape shape, TowerSettings settings)
    {
        _resizer = new PictureResizer(shape.Height, shape.Width, shape.Channels, settings.Picture);
        _planes = new byte[settings.Picture.Elements];
        _table = [.. settings.Mean.Zip(settings.Std, (mean, std) => Enumerable.Range(0, 256).Select(v => (float)(((v / 255.0) - mean) / std)).ToArray())];
    }

    /// <summary>Draws a frame.</summary>
    /// <param name="frame">[H, W, C] bytes.</param>
    /// <param name="picture">[3, h, w], written.</param>
    public void Draw(ReadOnlySpan<byte> frame, Span<float> picture)
    {
        _resizer.Resize(frame, _planes);
        int plane = _planes.Length / _table.Length;
        for (int i = 0; i < _planes.Length; i++)
        {
            picture[i] = _table[i / plane][_planes[i]];
        }
    }
}
