using MlNetVad.Transforms;

namespace MlNetVad.Tests.Transforms.Vision;

public sealed class VisionOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreAccepted()
    {
        new ForegroundOptions().Validate();
        new MotionOptions().Validate();

        Assert.Equal(195, new MotionOptions().DescriptorLength);
    }

    public static TheoryData<string, object> BadOptions() => new()
    {
        { nameof(ForegroundOptions.Threshold), new ForegroundOptions { Threshold = 0 } },
        { nameof(ForegroundOptions.Threshold), new ForegroundOptions { Threshold = float.NaN } },
        { nameof(ForegroundOptions.BackgroundEvery), new ForegroundOptions { BackgroundEvery = 0 } },
        { nameof(ForegroundOptions.SceneCutFraction), new ForegroundOptions { SceneCutFraction = 1.5f } },
        { nameof(ForegroundOptions.MinimumWindowFill), new ForegroundOptions { MinimumWindowFill = -0.1f } },
        { nameof(ForegroundOptions.Background), new ForegroundOptions { Background = (BackgroundKind)9 } },
        { nameof(ForegroundOptions.StrideX), new ForegroundOptions { StrideX = 0 } },
        { nameof(MotionOptions.Window), new MotionOptions { Window = 10 } },
        { nameof(MotionOptions.Window), new MotionOptions { Window = 15 } },
        { nameof(MotionOptions.Magnitudes), new MotionOptions { Magnitudes = [1, 1] } },
        { nameof(MotionOptions.Magnitudes), new MotionOptions { Magnitudes = [] } },
        { nameof(MotionOptions.Threads), new MotionOptions { Threads = 0 } },
        { nameof(MotionOptions.MaximumFlow), new MotionOptions { MaximumFlow = float.PositiveInfinity } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Validate_OutOfRange_NamesTheOption(string name, object options)
    {
        Action validate = options is ForegroundOptions foreground ? foreground.Validate : ((MotionOptions)options).Validate;

        Assert.StartsWith(name, Assert.Throws<VadException>(validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrittenMotionOptions_AreTheSame()
    {
        var options = new MotionOptions
        {
            PyramidLevels = 2,
            Window = 9,
            Iterations = 7,
            Epsilon = 0.05f,
            MinimumEigenvalue = 2e-4f,
            MaximumFlow = 12,
            MinimumTubePixels = 5,
            ReferenceHeight = 40,
            Magnitudes = [1, 3],
            Orientations = 6,
            Bands = 2,
        };
        MotionOptions read = MotionOptions.Read(RoundTrip(options.Write));

        Assert.Equal(options.Magnitudes, read.Magnitudes);
        Assert.Equal(options with { Magnitudes = read.Magnitudes }, read);
    }

    [Theory]
    [InlineData(BackgroundKind.Median)]
    [InlineData(BackgroundKind.Running)]
    [InlineData(BackgroundKind.LitMedian)]
    public void Read_WrittenForegroundModel_IsTheSame(BackgroundKind kind)
    {
        var options = new ForegroundOptions
        {
            Background = kind,
            BackgroundEvery = 3,
            BackgroundCapacity = 100,
            Threshold = 9,
            BlurSigma = 2,
            RunningRate = 0.1f,
            RunningStep = 0.2f,
            SceneCutFraction = 0.5f,
            UprightAspect = 0.6f,
            HeightTolerance = 0.1f,
            MinimumHeightSamples = 50,
            MinimumComponentArea = 0.09f,
            MinimumComponentHeight = 0.4f,
            MergedWidth = 0.9f,
            MergedHeight = 1.4f,
            WindowWidth = 0.5f,
            WindowHeight = 1.1f,
            StrideX = 0.3f,
            StrideY = 0.4f,
            MinimumWindowFill = 0.3f,
            MinimumObjectArea = 0.2f,
            KeepMergedComponents = false,
        };
        float[]? background = kind != BackgroundKind.Running ? [1, 2, 3.5f, 4, 5, 6] : null;
        var model = new ForegroundModel(options, 2, 3, background, new PersonHeight(0.1f, 2, 3, 4, 5));
        ForegroundModel read = ForegroundModel.Read(RoundTrip(model.Write));

        Assert.Equal(options, read.Options);
        Assert.Equal((2, 3), (read.Height, read.Width));
        Assert.Equal(model.HeightLine, read.HeightLine);
        Assert.Equal(background ?? [], read.Background.ToArray());
        Assert.Equal(kind != BackgroundKind.Running, read.CreateBackground().IsFixed);
    }

    [Fact]
    public void Read_ImpossibleSize_SaysTheFileIsDamaged()
    {
        var model = new ForegroundModel(new ForegroundOptions(), -2, 3, null, PersonHeight.Recipe);

        Assert.Contains("damaged", Assert.Throws<VadException>(() => ForegroundModel.Read(RoundTrip(model.Write))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_TexturedSceneWithWalker_LearnsTheScene()
    {
        byte[] scene = Pictures.Texture(48, 64, 0, 0);
        var trainer = new ForegroundTrainer(new ForegroundOptions(), 48, 64, channels: 1);
        for (int i = 0; i < 30; i++)
        {
            byte[] frame = [.. scene];
            for (int y = 10; y < 30; y++)
            {
                frame.AsSpan((y * 64) + (2 * i), 6 > 64 - (2 * i) ? 64 - (2 * i) : 6).Fill(255);
            }

            trainer.Add(frame);
        }

        ForegroundModel model = trainer.Fit();

        Assert.Equal(scene.Select(grey => (float)grey), model.Background.ToArray());
        Assert.Equal(PersonHeight.ForPicture(48), model.HeightLine);
        Assert.Equal(0, Pictures.Mask(model, scene).Sum(set => set));
    }

    private static BinaryReader RoundTrip(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        stream.Position = 0;
        return new BinaryReader(stream);
    }
}
