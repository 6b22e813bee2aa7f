using System.Runtime.InteropServices;
using MlNetVad.Video;
using SkiaSharp;

namespace MlNetVad.Evaluation;

/// <summary>Small pictures for the report.</summary>
internal static class Jpeg
{
    private const int Quality = 72;

    /// <summary>Encodes a frame.</summary>
    /// <param name="frame">Row-major H, W, C bytes, red first.</param>
    /// <param name="format">H, W and C, 1 or 3.</param>
    public static byte[] Encode(ReadOnlySpan<byte> frame, FrameFormat format)
    {
        byte[] pixels = new byte[4 * format.Width * format.Height];
        int green = format.Channels == 1 ? 0 : 1, blue = 2 * green;
        for (int i = 0, from = 0; i < pixels.Length; i += 4, from += format.Channels)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2], pixels[i + 3]) = (frame[from], frame[from + green], frame[from + blue], byte.MaxValue);
        }

        using var bitmap = new SKBitmap(new SKImageInfo(format.Width, format.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKImage image = SKImage.FromBitmap(bitmap);
        using SKData data = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
