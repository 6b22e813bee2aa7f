using System.Runtime.InteropServices;
using MlNetVad.Transforms.DrawAnomalies;
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
    /// <param name="heat">Painted over it; null paints nothing.</param>
    public static byte[] Encode(ReadOnlySpan<byte> frame, FrameFormat format, ErrorHeat? heat)
    {
        byte[] pixels = new byte[4 * format.Width * format.Height];
        HeatPaint.Over(frame, format.Channels, heat?.Of(format) ?? new float[format.Width * format.Height], pixels);

        using var bitmap = new SKBitmap(new SKImageInfo(format.Width, format.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKImage image = SKImage.FromBitmap(bitmap);
        using SKData data = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
