using System.Numerics.Tensors;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Pretrained.Networks;

/// <summary>
/// Pictures as ResNet18 sees them: squashed to its size, bicubic, planes blue, green, red, less the mean picture. One a thread.
/// </summary>
internal sealed class ResNetPicture(ResNetNetwork network)
{
    private readonly byte[] _planes = new byte[network.Size.Elements];

    /// <summary>The picture that was drawn last, [3, h, w].</summary>
    public float[] Values { get; } = new float[network.Size.Elements];

    /// <summary>Draws a picture.</summary>
    /// <param name="resizer">Brings pictures of its size to the network's.</param>
    /// <param name="pixels">[H, W, C] bytes, red, green, blue, or grey.</param>
    public void Draw(PictureResizer resizer, ReadOnlySpan<byte> pixels)
    {
        resizer.Resize(pixels, _planes);
        Set(_planes);
    }

    /// <summary>Takes a picture that has its size.</summary>
    /// <param name="planes">[3, h, w] bytes: red, green, blue.</param>
    public void Set(ReadOnlySpan<byte> planes)
    {
        int plane = network.Size.Height * network.Size.Width, last = network.Size.Channels - 1;
        for (int p = 0; p <= last; p++)
        {
            Span<float> target = Values.AsSpan(p * plane, plane);
            TensorPrimitives.ConvertTruncating<byte, float>(planes.Slice((last - p) * plane, plane), target);
            TensorPrimitives.Subtract(target, network.Mean.AsSpan(p * plane, plane), target);
        }
    }
}
