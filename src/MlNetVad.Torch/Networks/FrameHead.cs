using MlNetVad.Torch.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>Draws the next frame: patch tokens beside the skip, linear to pixels, two convolutions.</summary>
internal sealed class FrameHead : INetworkPart
{
    private const double Slope = 0.01;
    private const double BaseImageScale = 0.1;
    private readonly Linear? _skip;
    private readonly Linear _toPixels;
    private readonly Conv2d _conv1;
    private readonly Conv2d _conv2;
    private readonly PredictorOptions _options;

    public FrameHead(PredictorOptions options)
    {
        _options = options;
        int width = options.Dimension, seen = options.FrozenAppearance ? options.AppearanceTokenWidth : width;
        _skip = options.Skip ? nn.Linear(options.SkipFrames * seen, width) : null;
        _toPixels = nn.Linear(options.Skip ? 2 * width : width, options.Channels * options.PatchSize * options.PatchSize);
        _conv1 = nn.Conv2d(options.Channels, options.HeadChannels, 3, padding: 1);
        _conv2 = nn.Conv2d(options.HeadChannels, options.Channels, 1);
        if (options.BaseImage != BaseImage.None)
        {
            // start near the base image
            using var unrecorded = no_grad();
            _conv2.weight.mul_(BaseImageScale);
            _conv2.bias!.zero_();
        }
    }

    /// <inheritdoc/>
    public void Register(nn.Module network)
    {
        if (_skip is not null)
        {
            network.register_module("skip", _skip);
        }

        network.register_module("to_pixels", _toPixels);
        network.register_module("conv1", _conv1);
        network.register_module("conv2", _conv2);
    }

    /// <summary>[B, C, H, W] of patch tokens [B, P, D] and the skipped embeddings, side by side along channels.</summary>
    public Tensor Draw(Tensor patches, Tensor? skipped)
    {
        using var scope = NewDisposeScope();
        if (_skip is not null)
        {
            patches = cat([patches, _skip.call(skipped!)], -1); // [B, P, 2 D]
        }

        Tensor image = Patches.Unpatchify(_toPixels.call(patches), _options.PatchSize, _options.Channels, _options.Rows, _options.Columns);
        return Convolution.Apply(_conv2, Convolution.Apply(_conv1, image).leaky_relu(Numbers.Of(Slope))).MoveToOuterDisposeScope();
    }
}
