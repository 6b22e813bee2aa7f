using System.Globalization;
using Microsoft.ML.Data;

namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>Paints over a frame [H, W, C] and makes an image of it. One a cursor.</summary>
internal sealed class FramePainter(ClipShape shape)
{
    private static readonly (byte R, byte G, byte B) Normal = (60, 200, 90), Anomalous = (235, 40, 40);

    private readonly byte[] _pixels = new byte[4 * shape.Height * shape.Width];   // R, G, B, A
    private readonly int _line = Math.Max(1, Math.Min(shape.Height, shape.Width) / 200);

    /// <summary>Starts with the frame and its heat, 0 … 1: the warmer, the more paint, from yellow to red.</summary>
    public void Begin(ReadOnlySpan<byte> frame, ReadOnlySpan<float> heat) => HeatPaint.Over(frame, shape.Channels, heat, _pixels);

    /// <summary>Outlines x, y, width, height; what lies outside the frame is left out.</summary>
    public void Box(ReadOnlySpan<float> box, bool isAnomaly)
    {
        (byte R, byte G, byte B) colour = isAnomaly ? Anomalous : Normal;
        int line = isAnomaly ? 2 * _line : _line;
        int left = (int)MathF.Round(box[0]), top = (int)MathF.Round(box[1]);
        int right = (int)MathF.Round(box[0] + box[2]), bottom = (int)MathF.Round(box[1] + box[3]);
        Fill(left, top, right, top + line, colour);
        Fill(left, bottom - line, right, bottom, colour);
        Fill(left, top, left + line, bottom, colour);
        Fill(right - line, top, right, bottom, colour);
    }

    /// <summary>Writes the score, two decimals, into the top left corner, on black.</summary>
    public void Text(float score, bool isAnomaly)
    {
        string text = score.ToString("0.00", CultureInfo.InvariantCulture);
        int dot = 2 * _line;
        Fill(0, 0, ((text.Length * (SmallLetters.Width + 1)) + 1) * dot, (SmallLetters.Height + 2) * dot, (0, 0, 0));
        for (int i = 0; i < text.Length; i++)
        {
            for (int at = 0; at < SmallLetters.Width * SmallLetters.Height; at++)
            {
                if (SmallLetters.IsSet(text[i], at))
                {
                    int x = (1 + (i * (SmallLetters.Width + 1)) + (at % SmallLetters.Width)) * dot;
                    int y = (1 + (at / SmallLetters.Width)) * dot;
                    Fill(x, y, x + dot, y + dot, isAnomaly ? Anomalous : Normal);
                }
            }
        }
    }

    /// <summary>The picture, in memory of its own.</summary>
    public MLImage ToImage() => MLImage.CreateFromPixels(shape.Width, shape.Height, MLPixelFormat.Rgba32, _pixels);

    private void Fill(int left, int top, int right, int bottom, (byte R, byte G, byte B) colour)
    {
        for (int y = Math.Max(0, top); y < Math.Min(shape.Height, bottom); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(shape.Width, right); x++)
            {
                Span<byte> pixel = _pixels.AsSpan(4 * ((y * shape.Width) + x), 3);
                (pixel[0], pixel[1], pixel[2]) = colour;
            }
        }
    }
}
