namespace MlNetVad.Video.Synthetic;

/// <summary>Draws figures into grey pictures and masks, H*W bytes row-major.</summary>
internal sealed class FigurePainter(int width, int height)
{
    private const float PatternDepth = 16;

    private float[] _columnPattern = [];

    /// <summary>Draws a figure with soft edges and patterned clothes.</summary>
    public void Paint(in SceneActor actor, Span<byte> picture)
    {
        Span<FigurePart> parts = stackalloc FigurePart[FigureShape.MaxParts];
        int count = FigureShape.Build(actor, parts);
        foreach (FigurePart part in parts[..count])
        {
            (int left, int top, int right, int bottom) = Box(part);
            if (left < right && top < bottom)
            {
                Paint(actor, part, picture, left, top, right, bottom);
            }
        }
    }

    /// <summary>Marks a figure's pixels with 1 and returns how many of them lie in the picture.</summary>
    public int Cover(in SceneActor actor, Span<byte> mask)
    {
        Span<FigurePart> parts = stackalloc FigurePart[FigureShape.MaxParts];
        int count = FigureShape.Build(actor, parts);
        int covered = 0;
        foreach (FigurePart part in parts[..count])
        {
            (int left, int top, int right, int bottom) = Box(part);
            for (int y = top; y < bottom; y++)
            {
                for (int x = left; x < right; x++)
                {
                    if (part.Distance(x, y) <= 0 && mask[(y * width) + x] == 0)
                    {
                        mask[(y * width) + x] = 1;
                        covered++;
                    }
                }
            }
        }

        return covered;
    }

    private void Paint(in SceneActor actor, in FigurePart part, Span<byte> picture, int left, int top, int right, int bottom)
    {
        // the pattern is fixed to the body, so that it moves with it
        float fine = 14f / actor.Size, phase = actor.Look % 628 / 100f;
        if (_columnPattern.Length < right - left)
        {
            _columnPattern = new float[Math.Max(right - left, 64)];
        }

        for (int x = left; x < right; x++)
        {
            _columnPattern[x - left] = MathF.Sin(((x - actor.X) * fine) + phase);
        }

        for (int y = top; y < bottom; y++)
        {
            float row = PatternDepth * MathF.Sin(((y - actor.Y) * fine * 1.3f) + (phase * 3));
            Span<byte> line = picture.Slice(y * width, width);
            for (int x = left; x < right; x++)
            {
                float cover = Math.Clamp(0.5f - part.Distance(x, y), 0, 1);
                if (cover > 0)
                {
                    float shade = actor.Shade + part.Light + (row * _columnPattern[x - left]);
                    line[x] = (byte)Math.Clamp((line[x] * (1 - cover)) + (shade * cover), 0, 255);
                }
            }
        }
    }

    private (int Left, int Top, int Right, int Bottom) Box(in FigurePart part)
    {
        float reach = part.Radius + part.RingWidth + 1;
        return (Math.Max(0, (int)(Math.Min(part.X0, part.X1) - reach)), Math.Max(0, (int)(Math.Min(part.Y0, part.Y1) - reach)),
            Math.Min(width, (int)(Math.Max(part.X0, part.X1) + reach) + 1), Math.Min(height, (int)(Math.Max(part.Y0, part.Y1) + reach) + 1));
    }
}
