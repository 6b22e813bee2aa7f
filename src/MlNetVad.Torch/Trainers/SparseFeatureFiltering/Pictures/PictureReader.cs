using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Torch.Trainers.Pictures;

/// <summary>Brings a picture of the network back to grey levels.</summary>
internal sealed class PictureReader(PictureSize size)
{
    private readonly float[] _black = Ends(size, 0), _white = Ends(size, 255);

    /// <summary>Reads a picture.</summary>
    /// <param name="planes">[C, H, W] as the network sees it.</param>
    /// <returns>[H, W, C], 0 … 255 where the picture is one that bytes can show.</returns>
    public float[] Read(ReadOnlySpan<float> planes)
    {
        int plane = size.Height * size.Width;
        float[] picture = new float[planes.Length];
        for (int c = 0; c < size.Channels; c++)
        {
            for (int i = 0; i < plane; i++)
            {
                picture[(i * size.Channels) + c] = 255 * (planes[(c * plane) + i] - _black[c]) / (_white[c] - _black[c]);
            }
        }

        return picture;
    }

    private static float[] Ends(PictureSize size, byte value)
    {
        var pixel = new PictureSize(size.Channels, 1, 1);
        float[] scaled = new float[size.Channels];
        new PictureScale(pixel).Apply(Enumerable.Repeat(value, size.Channels).ToArray(), scaled);
        return scaled;
    }
}
