using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>The visual branch: each frame by the same encoder, projected, then all frames' tokens joined along channels.</summary>
internal sealed class AppearanceEncoder : INetworkPart
{
    private readonly VisionTransformer? _encoder;
    private readonly Linear _frame;
    private readonly Linear _join;

    public AppearanceEncoder(PredictorOptions options)
    {
        int width = options.Dimension;
        if (!options.FrozenAppearance)
        {
            _encoder = new VisionTransformer(options, width, options.Heads, options.AppearanceDepth, options.AppearanceMlpRatio);
        }

        _frame = nn.Linear(options.FrozenAppearance ? options.AppearanceTokenWidth : width, width);
        _join = nn.Linear(options.InputFrames * width, width);
    }

    /// <inheritdoc/>
    public void Register(nn.Module network)
    {
        if (_encoder is not null)
        {
            network.register_module("appearance", _encoder);
        }

        network.register_module("app_frame", _frame);
        network.register_module("app_join", _join);
    }

    /// <summary>Tokens of frames [B, C, H, W].</summary>
    public FrameTokens Encode(Tensor frames)
    {
        if (_encoder is null)
        {
            throw new InvalidOperationException("This network takes a frozen encoder's tokens: give them to EncodeTokens, then call Predict.");
        }

        using var scope = NewDisposeScope();
        FrameTokens seen = _encoder.call(frames);
        return new FrameTokens(_frame.call(seen.Tokens).MoveToOuterDisposeScope(), seen.Embedded!.MoveToOuterDisposeScope());
    }

    /// <summary>A frozen encoder's tokens, projected.</summary>
    public FrameTokens Project(Tensor tokens, Tensor? embedded)
    {
        if (_encoder is not null)
        {
            throw new InvalidOperationException("This network encodes frames itself: give them to EncodeFrame.");
        }

        return new FrameTokens(_frame.call(tokens), embedded);
    }

    /// <summary>[B, 1 + P, T D] to [B, 1 + P, D].</summary>
    public Tensor Join(Tensor sideBySide) => _join.call(sideBySide);
}
