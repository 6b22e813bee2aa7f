using System.Text.Json.Nodes;
using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Benchmarks;

/// <summary>One use of the predictor.</summary>
/// <param name="Name">What it measures, as a key.</param>
/// <param name="Batch">Sequences at once.</param>
/// <param name="Backward">With losses and gradients: a training step without the optimizer.</param>
/// <param name="Bar">The ratio, peer's time by ours, that must be reached.</param>
internal sealed record PredictorCase(string Name, int Batch, bool Backward, double Bar)
{
    public static PredictorCase[] All =>
    [
        new("score_1", 1, Backward: false, 1.5),
        new("score_16", 16, Backward: false, 1.5),
        new("step_4", 4, Backward: true, 1.2),
    ];

    /// <summary>The peer's bench configuration.</summary>
    public static PredictorOptions Options => new() { TextDimension = 0, Reduction = 24, ReZeroStart = 0, BaseImage = BaseImage.None };

    public JsonObject PeerSetup => new() { ["batch"] = Batch, ["backward"] = Backward };

    /// <summary>Builds network and inputs and gives one run.</summary>
    public Action Ours()
    {
        manual_seed(1);
        PredictorOptions options = Options;
        var network = new FramePredictor(options);
        Tensor frames = randn([Batch, options.InputFrames, options.Channels, options.Height, options.Width]);
        Tensor target = randn([Batch, options.Channels, options.Height, options.Width]), last = frames.select(1, -1);
        return Backward ? Step : Score;

        void Score()
        {
            using var scope = NewDisposeScope();
            using var unrecorded = no_grad();
            network.forward(frames, null);
        }

        void Step()
        {
            using var scope = NewDisposeScope();
            PredictorLosses.Of(network.forward(frames, null), target, last, null, new LossWeights()).Total.backward();
        }
    }
}
