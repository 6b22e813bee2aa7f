using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

/// <summary>Every variant of the ablation tables computes and learns.</summary>
public sealed class PredictorVariantTests
{
    private const int Batch = 2;

    public static TheoryData<string> Variants => [.. All.Keys];

    private static Dictionary<string, Action<PredictorOptions>> All { get; } = new(StringComparer.Ordinal)
    {
        ["visual"] = o => (o.UseMotion, o.TextDimension) = (false, 0),
        ["visual and text"] = o => o.UseMotion = false,
        ["visual and motion"] = o => o.TextDimension = 0,
        ["all, cross"] = _ => { },
        ["all, concat"] = o => o.Fusion = FusionKind.Concat,
        ["visual, concat"] = o => (o.Fusion, o.UseMotion, o.TextDimension) = (FusionKind.Concat, false, 0),
        ["visual and text, concat"] = o => (o.Fusion, o.UseMotion) = (FusionKind.Concat, false),
        ["no filter"] = o => o.Filter = FilterKind.None,
        ["standard MLP"] = o => o.Filter = FilterKind.StandardMlp,
        ["one bottleneck"] = o => o.Filter = FilterKind.SingleBottleneck,
        ["no shared filter"] = o => (o.SharedFilters, o.RoutedFilters, o.ActiveFilters) = (0, 4, 2),
        ["two shared, raw gate, residual"] = o => (o.SharedFilters, o.Gate, o.FilterResidual) = (2, GateMode.Raw, true),
        ["memory at the bottleneck"] = o => o.Filter = FilterKind.Memory,
        ["memory at all levels"] = o => (o.Filter, o.MemoryPlacement) = (FilterKind.Memory, MemoryPlacement.MultiLevel),
        ["memory without text"] = o => (o.Filter, o.TextDimension) = (FilterKind.Memory, 0),
        ["no skip, extrapolation"] = o => (o.Skip, o.BaseImage) = (false, BaseImage.LinearExtrapolation),
        ["all frames skipped, background"] = o => (o.SkipFrames, o.BaseImage, o.SubtractBackground) = (3, BaseImage.Background, true),
        ["narrow motion, deep fusion"] = o => (o.MotionDimension, o.MotionHeads, o.MotionDepth, o.FusionDepth) = (8, 1, 2, 2),
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Step_EachVariant_GivesEveryParameterAFiniteGradient(string variant)
    {
        using var scope = NewDisposeScope();
        PredictorOptions options = Small(variant);
        using FramePredictor network = Build(options);
        (Tensor frames, Tensor? text) = Inputs(options);

        Prediction made = network.forward(frames, text);
        var losses = PredictorLosses.Of(made, frames.select(1, 0), frames.select(1, -1), text, new LossWeights());
        var parameters = network.named_parameters().ToArray();
        IList<Tensor> gradients = autograd.grad([losses.Total], [.. parameters.Select(p => (Tensor)p.parameter)], allow_unused: true);

        Assert.Equal([Batch, options.Channels, options.Height, options.Width], made.Frame.shape);
        Assert.Equal(text?.shape, made.Text?.shape);
        Assert.Equal(options.Filter == FilterKind.SparseFeatureFiltering ? options.DecoderDepth : 0, made.Counts.Count);
        for (int i = 0; i < parameters.Length; i++)
        {
            Assert.True(gradients[i] is not null, $"{parameters[i].name} takes no part");
            Assert.True(gradients[i].isfinite().all().item<bool>(), $"{parameters[i].name} has a gradient that is not finite");
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Predict_FramesEncodedOneByOne_EqualsForward(string variant) => CompareStream(Small(variant), Batch);

    [Fact]
    public void Predict_CompactProfileFrameByFrame_EqualsForward() => CompareStream(PredictorOptions.Compact(), 1);

    [Fact]
    public void Predict_FrozenTokens_LearnsItsProjections()
    {
        using var scope = NewDisposeScope();
        PredictorOptions options = Small("all, cross");
        options.AppearanceTokenWidth = 24;
        using FramePredictor network = Build(options);
        (Tensor frames, Tensor? text) = Inputs(options);
        FrameTokens[] encoded = [.. Enumerable.Range(0, options.InputFrames)
            .Select(_ => network.EncodeTokens(randn([Batch, 1 + options.Patches, 24]), randn([Batch, options.Patches, 24])))];

        network.Predict(frames, encoded, text).Frame.sum().backward();

        Assert.Equal([options.Dimension, 24], network.get_parameter("app_frame.weight")!.shape);
        Assert.Equal([options.Dimension, 24], network.get_parameter("skip.weight")!.shape);
        Assert.DoesNotContain(network.named_parameters(), p => p.name.StartsWith("appearance", StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => network.EncodeFrame(frames.select(1, 0)));
    }

    [Fact]
    public void BaseImage_AllHeadWeightsZero_IsThePrediction()
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        foreach (BaseImage image in Enum.GetValues<BaseImage>())
        {
            PredictorOptions options = Small("all, cross");
            options.BaseImage = image;
            using FramePredictor network = Build(options);
            network.background.fill_(0.25f);
            network.get_parameter("conv2.weight")!.zero_();
            network.get_parameter("conv2.bias")!.zero_();
            (Tensor frames, Tensor? text) = Inputs(options);
            Tensor expected = image switch
            {
                BaseImage.LastFrame => frames.select(1, 2),
                BaseImage.LinearExtrapolation => (frames.select(1, 2) * 2) - frames.select(1, 1),
                BaseImage.Background => full_like(frames.select(1, 2), 0.25f),
                _ => zeros_like(frames.select(1, 2)),
            };

            Assert.Equal(GoldenNetwork.Values(expected), GoldenNetwork.Values(network.forward(frames, text).Frame));
        }
    }

    [Fact]
    public void StateDict_FullNetwork_HasTheGoldenNamesAndTheBackgroundOnly()
    {
        var golden = new GoldenNetwork();
        using FramePredictor network = golden.Build(GateMode.Renormalized);
        string[] names = [.. network.state_dict().Keys.Order(StringComparer.Ordinal)];
        string[] expected = [.. golden.WeightNames.Where(n => !n.StartsWith("concat_fusion", StringComparison.Ordinal)).Append("background").Order(StringComparer.Ordinal)];
        Assert.Equal(expected, names);
    }

    [Fact]
    public void Construct_SameSeed_GivesTheSameWeights()
    {
        using FramePredictor first = Build(Small("all, cross")), second = Build(Small("all, cross"));
        Assert.All(first.parameters().Zip(second.parameters()), pair => Assert.Equal(GoldenNetwork.Values(pair.First), GoldenNetwork.Values(pair.Second)));
    }

    // a stream that keeps its frames' tokens scores as a file does
    private static void CompareStream(PredictorOptions options, int batch)
    {
        using var scope = NewDisposeScope();
        using var unrecorded = no_grad();
        using FramePredictor network = Build(options);
        (Tensor frames, Tensor? text) = Inputs(options, batch);

        Prediction together = network.forward(frames, text);
        Prediction stream = network.Predict(frames, [.. frames.unbind(1).Select(network.EncodeFrame)], text);

        Same(together.Frame, stream.Frame);
        Same(together.Fused, stream.Fused);
        if (together.Text is not null)
        {
            Same(together.Text, stream.Text!);
        }
    }

    // the order of a sum depends on the batch
    private static void Same(Tensor expected, Tensor actual) =>
        Assert.All(GoldenNetwork.Values(expected).Zip(GoldenNetwork.Values(actual)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

    private static FramePredictor Build(PredictorOptions options)
    {
        manual_seed(5);
        return new FramePredictor(options);
    }

    private static PredictorOptions Small(string variant)
    {
        var options = new PredictorOptions
        {
            Height = 16,
            Width = 24,
            PatchSize = 8,
            InputFrames = 3,
            Dimension = 16,
            MotionDimension = 16,
            TextDimension = 10,
            DecoderDepth = 2,
            RoutedFilters = 5,
            ActiveFilters = 2,
            Reduction = 4,
            MemorySlots = 9,
            HeadChannels = 2,
        };
        All[variant](options);
        return options;
    }

    private static (Tensor Frames, Tensor? Text) Inputs(PredictorOptions options, int batch = Batch) =>
        (randn([batch, options.InputFrames, options.Channels, options.Height, options.Width]), options.TextDimension > 0 ? randn([batch, options.TextDimension]) : null);
}
