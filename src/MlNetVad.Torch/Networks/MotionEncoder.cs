using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>The motion branch: a transformer of its own for each difference of neighbouring frames, joined along channels.</summary>
internal sealed class MotionEncoder : INetworkPart
{
    private readonly ModuleList<VisionTransformer> _encoders;
    private readonly Linear _join;

    public MotionEncoder(PredictorOptions options)
    {
        int differences = options.InputFrames - 1, width = options.MotionDimension;
        _encoders = new ModuleList<VisionTransformer>([.. Enumerable.Range(0, differences).Select(_ =>
            new VisionTransformer(options, width, options.MotionHeads, options.MotionDepth, options.MotionMlpRatio))]);
        _join = nn.Linear(differences * width, options.Dimension);
    }

    /// <inheritdoc/>
    public void Register(nn.Module network)
    {
        network.register_module("motion", _encoders);
        network.register_module("motion_join", _join);
    }

    /// <summary>Tokens [B, 1 + P, D] of frames [B, T, C, H, W].</summary>
    public Tensor Encode(Tensor frames)
    {
        using var scope = NewDisposeScope();
        long count = _encoders.Count;
        Tensor differences = frames.narrow(1, 1, count).Minus(frames.narrow(1, 0, count)); // [B, T − 1, C, H, W]
        Tensor[] moved = [.. _encoders.Select((encoder, i) => encoder.call(differences.select(1, i)).Tokens)];
        return _join.call(cat(moved, -1)).MoveToOuterDisposeScope();
    }
}
