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
        using SKBitmap bitmap = Bitmap(frame, format, heat);
        return Encode(bitmap, Quality);
    }

    /// <summary>Encodes a frame at most so high, so wide and so many bytes large: where they are not enough, with fewer details.</summary>
    public static byte[] Small(ReadOnlySpan<byte> frame, FrameFormat format, int mostHeight, int mostWidth, int mostBytes)
    {
        using SKBitmap whole = Bitmap(frame, format, heat: null);
        double scale = Math.Min(1, Math.Min((double)mostHeight / format.Height, (double)mostWidth / format.Width));
        using SKBitmap small = whole.Resize(new SKSizeI(Math.Max(1, (int)(format.Width * scale)), Math.Max(1, (int)(format.Height * scale))), SKFilterQuality.High);
        byte[] jpeg = Encode(small, Quality);
        for (int quality = Quality * 2 / 3; jpeg.Length > mostBytes && quality > 0; quality = quality * 2 / 3)
        {
            jpeg = Encode(small, quality);
        }

        return jpeg;
    }

    private static byte[] Encode(SKBitmap bitmap, int quality)
    {
        using SKImage image = SKImage.FromBitmap(bitmap);
        using SKData data = image.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    private static SKBitmap Bitmap(ReadOnlySpan<byte> frame, FrameFormat format, ErrorHeat? heat)
    {
        byte[] pixels = new byte[4 * format.Width * format.Height];
        HeatPaint.Over(frame, format.Channels, heat?.Of(format) ?? new float[format.Width * format.Height], pixels);
        var bitmap = new SKBitmap(new SKImageInfo(format.Width, format.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        return bitmap;
    }
}
