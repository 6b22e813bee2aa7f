using MlNetVad.Scoring;
using SkiaSharp;

namespace MlNetVad.Cli.Scores;

/// <summary>A frame, and on its right, as high, the picture of normal life that its reason is compared with.</summary>
internal static class BesideNormal
{
    private const int Gap = 4;
    private static readonly SKColor Green = new(60, 200, 90);

    /// <summary>Draws both.</summary>
    /// <param name="frame">A PNG.</param>
    /// <param name="normal">The picture; where it knows a place, that is outlined.</param>
    /// <returns>A PNG.</returns>
    public static byte[] Draw(byte[] frame, NormalPicture normal)
    {
        using SKBitmap left = SKBitmap.Decode(frame), right = SKBitmap.Decode(normal.Jpeg.ToArray());
        int width = Math.Max(1, (int)Math.Round((double)right.Width * left.Height / right.Height));
        using var both = new SKBitmap(left.Width + Gap + width, left.Height);
        using var canvas = new SKCanvas(both);
        canvas.Clear(SKColors.White);
        canvas.DrawBitmap(left, 0, 0);
        var place = SKRect.Create(left.Width + Gap, 0, width, left.Height);
        using var smooth = new SKPaint { FilterQuality = SKFilterQuality.High };
        canvas.DrawBitmap(right, place, smooth);
        if (normal.Place is { } box)
        {
            using var outline = new SKPaint { Style = SKPaintStyle.Stroke, Color = Green };
            canvas.DrawRect(place.Left + (box.X * width), box.Y * left.Height, box.Width * width, box.Height * left.Height, outline);
        }

        using SKData png = both.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
