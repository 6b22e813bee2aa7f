using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms;

/// <summary>What was learned about a scene: its background and how tall people are in it.</summary>
/// <param name="options">The constants.</param>
/// <param name="height">H, pixels.</param>
/// <param name="width">W, pixels.</param>
/// <param name="background">H × W grey levels, or null for a running background.</param>
/// <param name="heightLine">Expected heights.</param>
internal sealed class ForegroundModel(ForegroundOptions options, int height, int width, float[]? background, PersonHeight heightLine)
{
    private const int MostPixels = 1 << 28;

    /// <summary>The constants.</summary>
    public ForegroundOptions Options => options;

    /// <summary>H, pixels.</summary>
    public int Height => height;

    /// <summary>W, pixels.</summary>
    public int Width => width;

    /// <summary>The median background, H × W grey levels; empty for a running one.</summary>
    public ReadOnlySpan<float> Background => background;

    /// <summary>Expected heights.</summary>
    public PersonHeight HeightLine => heightLine;

    /// <summary>A background to compare frames with: the learned one, shared, or a running one that starts anew.</summary>
    public IBackground CreateBackground() => background switch
    {
        null => new RunningBackground(height * width, options.Threshold, options.RunningRate, options.RunningStep, options.SceneCutFraction),
        _ when options.Background == BackgroundKind.LitMedian => new LitBackground(background),
        _ => new FixedBackground(background),
    };

    /// <summary>A mask maker of this scene, with its own buffers.</summary>
    public ForegroundMask CreateMask() => new(height, width, options.Threshold, options.BlurSigma);

    /// <summary>Writes options, size, height line and background, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        options.Write(writer);
        writer.Write(height);
        writer.Write(width);
        heightLine.Write(writer);
        writer.Write(background is not null);
        foreach (float value in background ?? [])
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="VadException">The picture size is impossible.</exception>
    public static ForegroundModel Read(BinaryReader reader)
    {
        ForegroundOptions options = ForegroundOptions.Read(reader);
        int height = reader.ReadInt32();
        int width = reader.ReadInt32();
        if (height <= 0 || width <= 0 || (long)height * width > MostPixels)
        {
            throw new VadException($"The model's foreground has the impossible picture size {width} × {height}: the file is damaged; train or copy it again.");
        }

        options.Validate();
        PersonHeight heightLine = PersonHeight.Read(reader);
        if (!heightLine.IsValid)
        {
            throw new VadException("The model's line of expected heights is impossible: the file is damaged; train or copy it again.");
        }

        float[]? background = reader.ReadBoolean() ? new float[height * width] : null;
        for (int i = 0; i < background?.Length; i++)
        {
            background[i] = reader.ReadSingle();
        }

        return new ForegroundModel(options, height, width, background, heightLine);
    }
}
