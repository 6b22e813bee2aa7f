namespace MlNetVad.Transforms;

/// <summary>
/// The constants of foreground objects: background, mask, expected height, components and windows. The defaults are those
/// of the object-features recipe, fitted to one scene (UCSD Ped2, 360 × 240, people 24 to 47 pixels tall).
/// Lengths are given in expected heights where possible; the expected height itself is learned from the training video.
/// </summary>
public sealed record ForegroundOptions
{
    /// <summary>Where the background comes from.</summary>
    public BackgroundKind Background = BackgroundKind.Median;

    /// <summary>Every how many training frames one enters the median background, at least 1; 10 in the recipe, step 1.</summary>
    public int BackgroundEvery = 10;

    /// <summary>Most training frames kept for the median background, 1..65535; beyond, every second one is dropped.</summary>
    public int BackgroundCapacity = 512;

    /// <summary>Grey levels by which a blurred pixel must differ from the background, above 0; 12 in the recipe, step 1.</summary>
    public float Threshold = 12f;

    /// <summary>Standard deviation of the blur of the difference, pixels, 0..16; 1 in the recipe, step 1.</summary>
    public float BlurSigma = 1f;

    /// <summary>Running background: share of the difference taken over each frame, above 0 up to 1.</summary>
    public float RunningRate = 0.02f;

    /// <summary>Running background: grey levels the background under the foreground creeps each frame, 0..255.</summary>
    public float RunningStep = 0.1f;

    /// <summary>Running background: share of the picture that differs by which a scene cut is recognised, above 0 up to 1.</summary>
    public float SceneCutFraction = 0.6f;

    /// <summary>Height line learning: most width over height of a component that can be one upright person, above 0; 0.5 in the recipe, step 2.</summary>
    public float UprightAspect = 0.5f;

    /// <summary>Height line learning: standard deviation of the kernel, as a share of the median height, above 0; 3 pixels of 33 in the recipe, step 2.</summary>
    public float HeightTolerance = 3f / 33f;

    /// <summary>Height line learning: fewest upright components; with fewer the recipe's line, scaled to the picture, is used.</summary>
    public int MinimumHeightSamples = 200;

    /// <summary>Fewest pixels of a component, in squared expected heights, at least 0; 0.08 in the recipe, step 3.</summary>
    public float MinimumComponentArea = 0.08f;

    /// <summary>Least height of a component, in expected heights, at least 0; 0.35 in the recipe, step 3.</summary>
    public float MinimumComponentHeight = 0.35f;

    /// <summary>A component wider than this many expected heights is searched by windows, above 0; 0.8 in the recipe, step 3.</summary>
    public float MergedWidth = 0.8f;

    /// <summary>A component taller than this many expected heights is searched by windows, above 0; 1.35 in the recipe, step 3.</summary>
    public float MergedHeight = 1.35f;

    /// <summary>Width of a window in expected heights, above 0; 0.55 in the recipe, step 3.</summary>
    public float WindowWidth = 0.55f;

    /// <summary>Height of a window in expected heights, above 0; 1 in the recipe, step 3.</summary>
    public float WindowHeight = 1f;

    /// <summary>Horizontal stride of windows in expected heights, above 0; 0.25 in the recipe, step 3.</summary>
    public float StrideX = 0.25f;

    /// <summary>Vertical stride of windows in expected heights, above 0; 0.33 in the recipe, step 3.</summary>
    public float StrideY = 0.33f;

    /// <summary>A window is kept when more than this share of it is foreground, 0..1; 0.35 in the recipe, step 3.</summary>
    public float MinimumWindowFill = 0.35f;

    /// <summary>An object is kept when its box holds at least this much foreground, in squared expected heights, at least 0; 0.1 in the recipe, step 3.</summary>
    public float MinimumObjectArea = 0.1f;

    /// <summary>Whether merged components stay objects themselves beside their windows; true in the recipe, step 3 (without them equal or slightly better).</summary>
    public bool KeepMergedComponents = true;

    /// <summary>Checks every option.</summary>
    /// <exception cref="VadException">Names the first option that is out of range.</exception>
    public void Validate()
    {
        OptionCheck.OneOf(nameof(Background), Background);
        OptionCheck.Between(nameof(BackgroundEvery), BackgroundEvery, 1, int.MaxValue);
        OptionCheck.Between(nameof(BackgroundCapacity), BackgroundCapacity, 1, 65535);
        OptionCheck.Above(nameof(Threshold), Threshold, 0);
        OptionCheck.Between(nameof(BlurSigma), BlurSigma, 0, 16);
        OptionCheck.Above(nameof(RunningRate), RunningRate, 0, 1);
        OptionCheck.Between(nameof(RunningStep), RunningStep, 0, 255);
        OptionCheck.Above(nameof(SceneCutFraction), SceneCutFraction, 0, 1);
        OptionCheck.Above(nameof(UprightAspect), UprightAspect, 0);
        OptionCheck.Above(nameof(HeightTolerance), HeightTolerance, 0);
        OptionCheck.Between(nameof(MinimumHeightSamples), MinimumHeightSamples, 2, int.MaxValue);
        OptionCheck.Between(nameof(MinimumComponentArea), MinimumComponentArea, 0, 100);
        OptionCheck.Between(nameof(MinimumComponentHeight), MinimumComponentHeight, 0, 100);
        OptionCheck.Above(nameof(MergedWidth), MergedWidth, 0);
        OptionCheck.Above(nameof(MergedHeight), MergedHeight, 0);
        OptionCheck.Above(nameof(WindowWidth), WindowWidth, 0, 100);
        OptionCheck.Above(nameof(WindowHeight), WindowHeight, 0, 100);
        OptionCheck.Above(nameof(StrideX), StrideX, 0, 100);
        OptionCheck.Above(nameof(StrideY), StrideY, 0, 100);
        OptionCheck.Between(nameof(MinimumWindowFill), MinimumWindowFill, 0, 1);
        OptionCheck.Between(nameof(MinimumObjectArea), MinimumObjectArea, 0, 100);
    }

    /// <summary>Writes every option, little-endian.</summary>
    internal void Write(BinaryWriter writer)
    {
        writer.Write((byte)Background);
        writer.Write(BackgroundEvery);
        writer.Write(BackgroundCapacity);
        writer.Write(MinimumHeightSamples);
        writer.Write(KeepMergedComponents);
        foreach (float value in (ReadOnlySpan<float>)
            [
                Threshold, BlurSigma, RunningRate, RunningStep, SceneCutFraction, UprightAspect, HeightTolerance,
                MinimumComponentArea, MinimumComponentHeight, MergedWidth, MergedHeight, WindowWidth, WindowHeight,
                StrideX, StrideY, MinimumWindowFill, MinimumObjectArea,
            ])
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static ForegroundOptions Read(BinaryReader reader) => new()
    {
        Background = (BackgroundKind)reader.ReadByte(),
        BackgroundEvery = reader.ReadInt32(),
        BackgroundCapacity = reader.ReadInt32(),
        MinimumHeightSamples = reader.ReadInt32(),
        KeepMergedComponents = reader.ReadBoolean(),
        Threshold = reader.ReadSingle(),
        BlurSigma = reader.ReadSingle(),
        RunningRate = reader.ReadSingle(),
        RunningStep = reader.ReadSingle(),
        SceneCutFraction = reader.ReadSingle(),
        UprightAspect = reader.ReadSingle(),
        HeightTolerance = reader.ReadSingle(),
        MinimumComponentArea = reader.ReadSingle(),
        MinimumComponentHeight = reader.ReadSingle(),
        MergedWidth = reader.ReadSingle(),
        MergedHeight = reader.ReadSingle(),
        WindowWidth = reader.ReadSingle(),
        WindowHeight = reader.ReadSingle(),
        StrideX = reader.ReadSingle(),
        StrideY = reader.ReadSingle(),
        MinimumWindowFill = reader.ReadSingle(),
        MinimumObjectArea = reader.ReadSingle(),
    };
}
