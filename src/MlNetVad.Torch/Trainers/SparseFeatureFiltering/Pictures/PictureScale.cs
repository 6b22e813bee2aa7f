using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Pictures;

/// <summary>
/// Bytes as the network sees them: <c>(v / 255 − mean) / std</c>, of ImageNet for colour (SFN-VAD, section 4.1), 0.5 and 0.25
/// for grey.
/// </summary>
internal sealed class PictureScale
{
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406];
    private static readonly double[] ImageNetStd = [0.229, 0.224, 0.225];
    private readonly PictureSize _size;
    private readonly float[][] _table;

    public PictureScale(PictureSize size)
    {
        _size = size;
        _table = [.. Enumerable.Range(0, size.Channels).Select(c => size.Channels == 3 ? Table(ImageNetMean[c], ImageNetStd[c]) : Table(0.5, 0.25))];
    }

    /// <summary>Scales planes [c, h, w] of bytes.</summary>
    public void Apply(ReadOnlySpan<byte> planes, Span<float> target)
    {
        int plane = _size.Height * _size.Width;
        for (int c = 0; c < _size.Channels; c++)
        {
            float[] table = _table[c];
            ReadOnlySpan<byte> from = planes.Slice(c * plane, plane);
            Span<float> to = target.Slice(c * plane, plane);
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = table[from[i]];
            }
        }
    }

    private static float[] Table(double mean, double std) =>
        [.. Enumerable.Range(0, 256).Select(v => (float)(((v / 255.0) - mean) / std))];
}
