namespace MlNetVad.Video.Synthetic;

/// <summary>What is normal at a camera and tempts a detector to alarm.</summary>
internal enum TemptationKind
{
    Shadow,
    Rain,
    Night,
    Cloud,
    Trees,
    Shake,
    Blocks,
}

/// <summary>Puts one kind of temptation into every picture of a video; docs/generated-scenes.md says what each looks like.</summary>
/// <param name="view">The perspective.</param>
/// <param name="key">Decides when and where.</param>
/// <param name="kind">Which.</param>
internal sealed class SceneTemptation(SceneView view, ulong key, TemptationKind kind)
{
    private const float CloudSeconds = 20, CloudDepth = 0.25f;
    private const float ShadowSeconds = 12, ShadowDepth = 0.3f;
    private const float SwaySeconds = 1.7f;
    private const int ColumnsADrop = 5, Block = 8, Levels = 12;   // a block is the codecs' own, whatever the picture's size

    private readonly byte[] _copy = new byte[view.Width * view.Height];

    /// <summary>How much larger the sensor's noise is.</summary>
    public int NoiseScale => kind == TemptationKind.Night ? 3 : 1;

    /// <summary>Multiplies every pixel.</summary>
    public static void Scale(Span<byte> picture, float by)
    {
        foreach (ref byte pixel in picture)
        {
            pixel = (byte)Math.Min(255, pixel * by);
        }
    }

    /// <summary>Changes a picture, H*W grey levels, before the sensor's noise.</summary>
    public void Apply(int frame, Span<byte> picture)
    {
        float seconds = (float)frame / view.FramesPerSecond, phase = new SceneRandom(key).Next();
        switch (kind)
        {
            case TemptationKind.Shadow:
                Shadow(picture, (seconds / ShadowSeconds) + phase);
                break;
            case TemptationKind.Rain:
                Rain(picture, new SceneRandom(SceneRandom.Key(key, frame)));
                break;
            case TemptationKind.Night:
                Scale(picture, 0.45f);
                break;
            case TemptationKind.Cloud:
                float dark = MathF.Max(0, MathF.Sin(2 * MathF.PI * ((seconds / CloudSeconds) + phase)));
                Scale(picture, 1 - (CloudDepth * dark));
                break;
            case TemptationKind.Trees:
                Sway(picture, seconds + phase);
                break;
            case TemptationKind.Shake:
                var random = new SceneRandom(SceneRandom.Key(key, frame));
                Shift(picture, random.Below(3) - 1, random.Below(3) - 1, 0, view.Height);
                break;
            case TemptationKind.Blocks:
                Blocks(picture);
                break;
        }
    }

    // the soft shadow of something outside the picture, as wide as a fifth of it, crosses it again and again
    private void Shadow(Span<byte> picture, float turn)
    {
        float centre = (turn - MathF.Floor(turn)) * 1.4f * view.Width - (0.2f * view.Width), half = 0.1f * view.Width;
        for (int y = (int)view.Row(0); y < view.Height; y++)
        {
            for (int x = 0; x < view.Width; x++)
            {
                float depth = ShadowDepth * Math.Clamp(2 - (MathF.Abs(x + (0.3f * y) - centre) / half), 0, 1);
                picture[(y * view.Width) + x] = (byte)(picture[(y * view.Width) + x] * (1 - depth));
            }
        }
    }

    // short bright streaks, each for a frame
    private void Rain(Span<byte> picture, SceneRandom random)
    {
        int length = Math.Max(2, view.Height / 20);
        for (int i = 0; i < view.Width / ColumnsADrop; i++)
        {
            int x = random.Below(view.Width), top = random.Below(view.Height);
            for (int y = top; y < Math.Min(view.Height, top + length); y++)
            {
                ref byte pixel = ref picture[(y * view.Width) + x];
                pixel = (byte)((pixel + 230) / 2);
            }
        }
    }

    // above the walkway, rows swing sideways, higher ones farther
    private void Sway(Span<byte> picture, float seconds)
    {
        int end = (int)(view.Row(0) * 0.9f);
        float reach = 0.03f * view.Width;
        for (int y = 0; y < end; y++)
        {
            float swing = MathF.Sin((2 * MathF.PI * seconds / SwaySeconds) + (y * 0.15f)) * reach * (end - y) / end;
            Shift(picture, (int)MathF.Round(swing), 0, y, y + 1);
        }
    }

    private void Shift(Span<byte> picture, int right, int down, int top, int bottom)
    {
        picture.CopyTo(_copy);
        for (int y = top; y < bottom; y++)
        {
            int from = Math.Clamp(y - down, 0, view.Height - 1) * view.Width;
            for (int x = 0; x < view.Width; x++)
            {
                picture[(y * view.Width) + x] = _copy[from + Math.Clamp(x - right, 0, view.Width - 1)];
            }
        }
    }

    // what a starved encoder leaves of blocks without much in them: a flat one in a coarse level
    private void Blocks(Span<byte> picture)
    {
        for (int top = 0; top + Block <= view.Height; top += Block)
        {
            for (int left = 0; left + Block <= view.Width; left += Block)
            {
                int sum = 0, least = 255, most = 0;
                for (int i = 0; i < Block * Block; i++)
                {
                    byte pixel = picture[((top + (i / Block)) * view.Width) + left + (i % Block)];
                    sum += pixel;
                    least = Math.Min(least, pixel);
                    most = Math.Max(most, pixel);
                }

                if (most - least < 3 * Levels)
                {
                    byte level = (byte)Math.Min(255, sum / (Block * Block) / Levels * Levels + (Levels / 2));
                    for (int y = top; y < top + Block; y++)
                    {
                        picture.Slice((y * view.Width) + left, Block).Fill(level);
                    }
                }
            }
        }
    }
}
