using MlNetVad.Evaluation;
using MlNetVad.Transforms.Background;
using MlNetVad.Video;
using SkiaSharp;

namespace MlNetVad.Service.Cameras;

/// <summary>Between a model's frames and the pictures that people and programs send and see.</summary>
internal static class Pictures
{
    /// <summary>Bytes of the largest picture that is taken from the wire.</summary>
    public const int MostBytes = 4 << 20;

    private const int MostPixels = 16 << 20;
    private const int Quality = 80, MostSide = 1024;

    /// <summary>Writes a frame as JPEG.</summary>
    public static byte[] Jpeg(ReadOnlySpan<byte> frame, FrameFormat format)
    {
        bool grey = format.Channels == 1;
        var info = new SKImageInfo(format.Width, format.Height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        byte[] pixels = grey ? frame.ToArray() : WithAlpha(frame);
        using SKImage image = SKImage.FromPixelCopy(info, pixels, info.RowBytes);
        using SKData data = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }

    /// <summary>Reads a JPEG in a model's format. Its header is looked at before any of it is decoded.</summary>
    /// <exception cref="VadException">It is no JPEG, too large, or damaged.</exception>
    public static byte[] Decode(byte[] jpeg, FrameFormat format)
    {
        using SKData data = SKData.CreateCopy(jpeg);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
        {
            throw new VadException("The frame is no JPEG; push one JPEG file a request.");
        }

        if ((long)codec.Info.Width * codec.Info.Height > MostPixels)
        {
            throw new VadException($"The frame is {codec.Info.Width}×{codec.Info.Height}; push at most {MostPixels / (1 << 20)} million pixels.");
        }

        using SKBitmap decoded = new(codec.Info.WithColorType(SKColorType.Rgba8888).WithAlphaType(SKAlphaType.Opaque));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) is not SKCodecResult.Success)
        {
            throw new VadException("The frame is a damaged JPEG; push whole files.");
        }

        using SKBitmap sized = decoded.Resize(new SKImageInfo(format.Width, format.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), SKFilterQuality.High);
        return Take(sized.GetPixelSpan(), format);
    }

    /// <summary>A small JPEG at twice its size, a place outlined in it.</summary>
    /// <param name="jpeg">The picture.</param>
    /// <param name="place">In shares of its width and height; null outlines nothing.</param>
    /// <exception cref="VadException">It is none, or not small.</exception>
    public static byte[] Marked(ReadOnlySpan<byte> jpeg, ScoredBox? place)
    {
        using SKData whole = SKData.CreateCopy(jpeg);
        using SKCodec? codec = SKCodec.Create(whole);
        using SKBitmap? small = codec is { Info: { Width: <= MostSide, Height: <= MostSide } } 
            ? SKBitmap.Decode(codec, codec.Info.WithColorType(SKColorType.Rgba8888).WithAlphaType(SKAlphaType.Opaque))   // a grey one has no green
            : null;
        if (small is null)
        {
            throw new VadException("The model's picture of what is normal is damaged.");
        }

        using SKBitmap large = small.Resize(new SKSizeI(2 * small.Width, 2 * small.Height), SKFilterQuality.High);
        if (place is { } box)
        {
            using SKCanvas canvas = new(large);
            using SKPaint outline = new() { Color = new SKColor(60, 200, 90), IsStroke = true, StrokeWidth = 2 };
            canvas.DrawRect(box.X * large.Width, box.Y * large.Height, box.Width * large.Width, box.Height * large.Height, outline);
        }

        using SKImage image = SKImage.FromBitmap(large);
        using SKData data = image.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }

    /// <summary>The size of a JPEG, in colour.</summary>
    /// <exception cref="VadException">It is none.</exception>
    public static FrameFormat FormatOf(byte[] jpeg)
    {
        using SKData data = SKData.CreateCopy(jpeg);
        using SKCodec codec = SKCodec.Create(data) ?? throw new VadException("The picture is damaged.");
        return new FrameFormat(codec.Info.Height, codec.Info.Width, 3);
    }

    private static byte[] Take(ReadOnlySpan<byte> rgba, FrameFormat format)
    {
        var frame = new byte[format.FrameBytes];
        if (format.Channels == 1)
        {
            Luma.ToGrey(rgba, 4, frame);
            return frame;
        }

        for (int from = 0, to = 0; to < frame.Length; from += 4, to += 3)
        {
            rgba.Slice(from, 3).CopyTo(frame.AsSpan(to));
        }

        return frame;
    }

    private static byte[] WithAlpha(ReadOnlySpan<byte> rgb)
    {
        var rgba = new byte[rgb.Length / 3 * 4];
        for (int from = 0, to = 0; from < rgb.Length; from += 3, to += 4)
        {
            rgb.Slice(from, 3).CopyTo(rgba.AsSpan(to));
            rgba[to + 3] = 255;
        }

        return rgba;
    }
}
