using Microsoft.ML.Data;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.EncodeAppearance;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using MlNetVad.Video;

namespace MlNetVad.Pretrained;

/// <summary>Adds what a clip's target frame and its places look like. The network is opened once, however many cursors, threads and engines use it.</summary>
public sealed class FrameAppearanceTransformer : ComponentTransformer, IClipTarget
{
    private const int Side = 224;

    private readonly FrameAppearanceEstimator.Options _options;
    private readonly ResNetFiles _files;
    private readonly Lazy<ResNetNetwork> _network;

    internal FrameAppearanceTransformer(
        FrameAppearanceEstimator.Options options, ResNetFiles files, Lazy<ResNetNetwork> network, IReadOnlyList<DataViewType> inputTypes)
    {
        (_options, _files, _network) = (options, files, network);
        Inputs = options.Inputs;
        InputTypes = inputTypes;
    }

    /// <summary>The clip's frame that is encoded.</summary>
    public ClipTarget Target => _options.Target;

    internal override bool IsSequential => true;

    internal override bool SeesEveryRow => false;   // what is left out of long training video is not encoded

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "appearance";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("network", $"{_options.Network}, {_files.Weights}"),
        ("picture", $"{Side} x {Side} px, bicubic, blue, green, red, less the mean picture"),
        ("encoded", _options.FramesPerEncoding == 1 ? "every frame" : $"one frame in {_options.FramesPerEncoding}"),
    ];

    internal override IReadOnlyList<FrozenNetwork> FrozenNetworks => [OnnxWeights.Of(_files.Weights)];

    internal override ComponentPersistence Persistence => new(new FrameAppearanceContract(), writer =>
    {
        writer.Write(_options.OutputColumnName);
        writer.Write(_options.ClipColumnName);
        writer.Write(_options.VideoColumnName);
        writer.Write(_options.FrameColumnName);
        writer.Write((byte)_options.Network);
        writer.Write((byte)Target);
        writer.Write(_options.FramesPerEncoding);
        _files.Write(writer);
    });

    internal static ResNetNetwork Open(ResNetFiles files) =>
        ResNetNetwork.Open(files, [ResNetTensor.Middle, ResNetTensor.Last], new PictureSize(3, Side, Side), ResNetNetwork.ThreadsOfOnePicture);

    internal static FrameAppearanceTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var options = new FrameAppearanceEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            ClipColumnName = body.ReadString(),
            VideoColumnName = body.ReadString(),
            FrameColumnName = body.ReadString(),
            Network = (PretrainedVision)body.ReadByte(),
            Target = (ClipTarget)body.ReadByte(),
            FramesPerEncoding = body.ReadInt32(),
        };
        options.Validate();
        var files = ResNetFiles.Read(body);
        return new FrameAppearanceTransformer(options, files, new Lazy<ResNetNetwork>(() => Open(files)), inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _options.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        return new FrameAppearanceKernel(_network.Value, shape, shape.TargetIndex(Target), _options.FramesPerEncoding);
    }
}
