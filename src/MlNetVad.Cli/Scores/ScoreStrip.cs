using Microsoft.ML.Data;
using MlNetVad.Transforms.DrawAnomalies;

namespace MlNetVad.Cli.Scores;

/// <summary>
/// A strip below a picture: a bar as long as the score, a mark at the threshold, the time, and a sentence in two lines at most. The bar is full at twice the threshold.
/// </summary>
/// <param name="threshold">Where a frame alarms, above 0.</param>
internal sealed class ScoreStrip(float threshold)
{
    private const int Lines = 2, LineDots = SmallLetters.Height + 2, LetterDots = SmallLetters.Width + 1, LettersAcross = 60;

    private static readonly (byte R, byte G, byte B) Normal = (60, 200, 90), Anomalous = (235, 40, 40), White = (235, 235, 235), Dark = (70, 70, 70);

    /// <summary>Puts the strip below a picture.</summary>
    /// <param name="picture">The picture; four bytes a pixel, red first.</param>
    /// <param name="score">Its score.</param>
    /// <param name="time">Seconds from the video's beginning.</param>
    /// <param name="sentence">What is said of it; may be empty.</param>
    /// <returns>A taller picture, the receiver's to dispose.</returns>
    public MLImage Below(MLImage picture, float score, double time, string sentence)
    {
        int width = picture.Width, dot = Math.Max(1, width / (LettersAcross * LetterDots)), height = dot * LineDots * (Lines + 1);
        byte[] pixels = new byte[4 * width * (picture.Height + height)];
        picture.Pixels.CopyTo(pixels);
        var strip = new Canvas(pixels, width, picture.Height, height);
        strip.Fill(0, 0, width, height, (0, 0, 0));

        string clock = TimeSpan.FromSeconds(time).ToString(@"hh\:mm\:ss\.f", System.Globalization.CultureInfo.InvariantCulture);
        int left = ((clock.Length + 1) * LetterDots * dot) + dot, right = width - dot, mark = left + ((right - left) / 2);
        strip.Write(clock, dot, dot, dot, White);
        strip.Fill(left, 2 * dot, right, 5 * dot, Dark);
        strip.Fill(left, 2 * dot, left + (int)((right - left) * Math.Clamp(score / (2 * threshold), 0, 1)), 5 * dot, score > threshold ? Anomalous : Normal);
        strip.Fill(mark, dot, mark + dot, 6 * dot, White);
        string[] lines = [.. Wrap(sentence, (width - dot) / (LetterDots * dot))];
        for (int i = 0; i < lines.Length; i++)
        {
            strip.Write(lines[i], dot, ((i + 1) * LineDots * dot) + dot, dot, White);
        }

        return MLImage.CreateFromPixels(width, picture.Height + height, picture.PixelFormat, pixels);
    }

    /// <summary>The sentence in lines of so many letters; what does not fit ends with dots.</summary>
    internal static IEnumerable<string> Wrap(string sentence, int letters)
    {
        string rest = sentence.Trim();
        for (int line = 1; line <= Lines && rest.Length > 0; line++)
        {
            int space = rest.Length <= letters ? rest.Length : rest.LastIndexOf(' ', letters);
            int end = space > 0 ? space : letters;
            bool isCut = line == Lines && end < rest.Length;
            yield return isCut ? $"{rest[..Math.Min(end, Math.Max(0, letters - 3))].TrimEnd()}..." : rest[..end];
            rest = rest[end..].TrimStart();
        }
    }

    /// <summary>The strip's part of the pixels.</summary>
    private readonly ref struct Canvas(byte[] pixels, int width, int top, int height)
    {
        public void Fill(int left, int above, int right, int below, (byte R, byte G, byte B) colour)
        {
            for (int y = Math.Max(0, above); y < Math.Min(height, below); y++)
            {
                for (int x = Math.Max(0, left); x < Math.Min(width, right); x++)
                {
                    Span<byte> pixel = pixels.AsSpan(4 * (((top + y) * width) + x), 4);
                    (pixel[0], pixel[1], pixel[2], pixel[3]) = (colour.R, colour.G, colour.B, byte.MaxValue);
                }
            }
        }

        public void Write(string text, int left, int above, int dot, (byte R, byte G, byte B) colour)
        {
            for (int i = 0; i < text.Length; i++)
            {
                for (int at = 0; at < SmallLetters.Width * SmallLetters.Height; at++)
                {
                    if (SmallLetters.IsSet(text[i], at))
                    {
                        int x = left + (((i * LetterDots) + (at % SmallLetters.Width)) * dot), y = above + (at / SmallLetters.Width * dot);
                        Fill(x, y, x + dot, y + dot, colour);
                    }
                }
            }
        }
    }
}
