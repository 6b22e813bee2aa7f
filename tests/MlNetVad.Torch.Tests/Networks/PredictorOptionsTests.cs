using MlNetVad.Torch.Networks;

namespace MlNetVad.Torch.Tests.Networks;

public sealed class PredictorOptionsTests
{
    public static TheoryData<string, string> BadOptions => new()
    {
        { nameof(PredictorOptions.Height), "Height is 100; expected a positive multiple of PatchSize (16)." },
        { nameof(PredictorOptions.Width), "Width is 0; expected a positive multiple of PatchSize (16)." },
        { nameof(PredictorOptions.Dimension), "Dimension is 98; expected a positive multiple of 4, for its positions." },
        { nameof(PredictorOptions.Heads), "Dimension is 96; expected a positive multiple of Heads (5)." },
        { nameof(PredictorOptions.MotionHeads), "MotionDimension is 96; expected a positive multiple of MotionHeads (7)." },
        { nameof(PredictorOptions.MotionDimension), "MotionDimension is 6; expected a positive multiple of 4, for its positions." },
        { nameof(PredictorOptions.ActiveFilters), "ActiveFilters is 64 of only 63 RoutedFilters; a token can pass each filter at most once: lower it." },
        { nameof(PredictorOptions.SkipFrames), "SkipFrames is 5; the skip carries 1 to 4 (InputFrames) of the last frames." },
        { nameof(PredictorOptions.InputFrames), "Motion needs at least 2 input frames; InputFrames is 1: raise it or set UseMotion to false." },
        { nameof(PredictorOptions.Reduction), "Reduction is 0.5; the width of a token by that of a bottleneck must be at least 1." },
        { nameof(PredictorOptions.DecoderDepth), "DecoderDepth is 0; expected at least 1." },
        { nameof(PredictorOptions.Gate), "Gate is 9; expected one of Raw, Renormalized." },
        { nameof(PredictorOptions.SubtractBackground), "SubtractBackground needs the trained appearance encoder; with AppearanceTokenWidth above 0 the tokens come from outside: set one of the two back." },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Validate_BadCombination_SaysWhatIsWrong(string field, string sentence)
    {
        var options = new PredictorOptions();
        Spoil(options, field);
        Assert.Equal(sentence, Assert.Throws<VadException>(options.Validate).Message);
    }

    [Fact]
    public void Validate_MemoryThatCutsEverything_SaysSo()
    {
        var options = new PredictorOptions { Filter = FilterKind.Memory, MemoryShrink = 1 };
        Assert.Equal("MemoryShrink is 1; expected 0 up to, not including, 1 even share of a slot.", Assert.Throws<VadException>(options.Validate).Message);
    }

    [Fact]
    public void Profiles_AsTheyAre_AreValid()
    {
        PredictorOptions.Paper().Validate();
        PredictorOptions.Compact().Validate();
        Assert.Equal((1024, 8), (PredictorOptions.Paper().Patches, PredictorOptions.Paper().FilterWidth));
    }

    [Fact]
    public void WriteRead_EveryFieldChanged_GivesTheSameOptions()
    {
        PredictorOptions options = PredictorOptions.Paper();
        (options.Reduction, options.ReZeroStart, options.UseMotion, options.Filter) = (4.0 / 3, 0.3f, false, FilterKind.Memory);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            options.Write(writer);
        }

        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Empty(options.Differences(PredictorOptions.Read(reader)));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void Read_DamagedValue_SaysWhichOption()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(1);
        writer.Write(nameof(PredictorOptions.Heads));
        writer.Write("many");
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        Assert.Contains("option Heads is 'many'", Assert.Throws<VadException>(() => PredictorOptions.Read(reader)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Differences_TwoFieldsDiffer_NamesThem()
    {
        var changed = new PredictorOptions { Dimension = 64, Skip = false };
        Assert.Equal(["Dimension 64 instead of 96", "Skip False instead of True"], changed.Differences(new PredictorOptions()));
    }

    private static void Spoil(PredictorOptions options, string field)
    {
        switch (field)
        {
            case nameof(PredictorOptions.Height): options.Height = 100; break;
            case nameof(PredictorOptions.Width): options.Width = 0; break;
            case nameof(PredictorOptions.Dimension): options.Dimension = 98; break;
            case nameof(PredictorOptions.Heads): options.Heads = 5; break;
            case nameof(PredictorOptions.MotionHeads): options.MotionHeads = 7; break;
            case nameof(PredictorOptions.MotionDimension): (options.MotionDimension, options.MotionHeads) = (6, 2); break;
            case nameof(PredictorOptions.ActiveFilters): options.ActiveFilters = 64; break;
            case nameof(PredictorOptions.SkipFrames): options.SkipFrames = 5; break;
            case nameof(PredictorOptions.InputFrames): options.InputFrames = 1; break;
            case nameof(PredictorOptions.Reduction): options.Reduction = 0.5; break;
            case nameof(PredictorOptions.DecoderDepth): options.DecoderDepth = 0; break;
            case nameof(PredictorOptions.Gate): options.Gate = (GateMode)9; break;
            case nameof(PredictorOptions.SubtractBackground): (options.AppearanceTokenWidth, options.SubtractBackground) = (1024, true); break;
            default: throw new ArgumentOutOfRangeException(nameof(field), field, "no rule spoils it");
        }
    }
}
