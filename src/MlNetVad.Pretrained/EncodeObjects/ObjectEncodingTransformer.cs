using Microsoft.ML.Data;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.EncodeObjects;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms;
using MlNetVad.Transforms.Pictures;
using MlNetVad.Video;

namespace MlNetVad.Pretrained;

/// <summary>Adds what each object of a clip's target frame looks like. The network is opened once, however many cursors, threads and engines use it.</summary>
public sealed class ObjectEncodingTransformer : ComponentTransformer, IClipTarget
{
    private const int Side = 224;

    private readonly ObjectEncodingEstimator.Options _options;
    private readonly ResNetFiles _files;
    private readonly Lazy<ResNetNetwork> _network;

    internal ObjectEncodingTransformer(
        ObjectEncodingEstimator.Options options, ResNetFiles files, Lazy<ResNetNetwork> network, IReadOnlyList<DataViewType> inputTypes)
    {
        (_options, _files, _network) = (options, files, network);
        Inputs = options.Inputs;
        InputTypes = inputTypes;
    }

    /// <summary>The clip's frame the objects are of.</summary>
    public ClipTarget Target => _options.Target;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "appearance";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("network", $"{_options.Network}, {_files.Weights}"),
        ("picture", $"{Side} x {Side} px, bicubic, blue, green, red, less the mean picture"),
        ("vector", $"{ResNetTensor.Last.Channels} numbers an object, the mean of '{ResNetTensor.Last.Name}'"),
    ];

    internal override IReadOnlyList<FrozenNetwork> FrozenNetworks => [OnnxWeights.Of(_files.Weights)];

    internal override ComponentPersistence Persistence => new(new ObjectEncodingContract(), writer =>
    {
        writer.Write(_options.OutputColumnName);
        writer.Write(_options.ClipColumnName);
        writer.Write(_options.ObjectsColumnName);
        writer.Write((byte)_options.Network);
        writer.Write((byte)Target);
        _files.Write(writer);
    });

    /// <summary>Opens the network so that each run takes one thread: the objects of a frame run side by side.</summary>
    internal static ResNetNetwork Open(ResNetFiles files) => ResNetNetwork.Open(files, [ResNetTensor.Last], new PictureSize(3, Side, Side), threads: 1);

    internal static ObjectEncodingTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var options = new ObjectEncodingEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            ClipColumnName = body.ReadString(),
            ObjectsColumnName = body.ReadString(),
            Network = (PretrainedVision)body.ReadByte(),
            Target = (ClipTarget)body.ReadByte(),
        };
        options.Validate();
        var files = ResNetFiles.Read(body);
        return new ObjectEncodingTransformer(options, files, new Lazy<ResNetNetwork>(() => Open(files)), inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _options.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        return new ObjectEncodingKernel(_network.Value, shape, shape.TargetIndex(Target));
    }
}
