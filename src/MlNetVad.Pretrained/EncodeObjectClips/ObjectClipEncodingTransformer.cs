using Microsoft.ML.Data;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.EncodeObjectClips;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms.Pictures;

namespace MlNetVad.Pretrained;

/// <summary>Adds what each frame of an object's clip looks like. The network is opened once, however many cursors, threads and engines use it.</summary>
public sealed class ObjectClipEncodingTransformer : ComponentTransformer
{
    private readonly ObjectClipColumns _columns;
    private readonly PretrainedVision _vision;
    private readonly ResNetFiles _files;
    private readonly int _frames, _side;
    private readonly Lazy<ResNetNetwork> _network;

    internal ObjectClipEncodingTransformer(ObjectClipColumns columns, PretrainedVision vision, ResNetFiles files, DataViewType clips)
    {
        (_columns, _vision, _files) = (columns, vision, files);
        InputTypes = [clips];
        System.Collections.Immutable.ImmutableArray<int> shape = ((VectorDataViewType)clips).Dimensions;   // *, n, 3, S, S
        (_frames, _side) = (shape[1], shape[3]);
        if (_side % ResNetTensor.Last.Stride != 0)
        {
            throw new VadException($"Column '{columns.Clips}' has pictures of {_side} x {_side} px; ResNet18 sees multiples of {ResNetTensor.Last.Stride}: set Size of CropObjects to 224, or to 128 for small objects.");
        }

        _network = new(() => ResNetNetwork.Open(files, [ResNetTensor.Last], new PictureSize(3, _side, _side), threads: 1), LazyThreadSafetyMode.PublicationOnly);
    }

    internal override IReadOnlyList<InputColumn> Inputs => [_columns.Input];

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "network";

    internal override IReadOnlyList<FrozenNetwork> FrozenNetworks => [OnnxWeights.Of(_files.Weights)];

    internal override string? StandIn => "objects are seen by ResNet18, which stands in for CLIP's image tower";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("network", $"{_vision}, {_files.Weights}"),
        ("picture", $"{_side} x {_side} px, blue, green, red, less the mean picture"),
        ("vectors", $"{_frames} of {ResNetTensor.Last.Channels} numbers an object, the mean of '{ResNetTensor.Last.Name}'"),
    ];

    internal override ComponentPersistence Persistence => new(new ObjectClipEncodingContract(), writer =>
    {
        writer.Write(_columns.Output);
        writer.Write(_columns.Clips);
        writer.Write((byte)_vision);
        _files.Write(writer);
    });

    internal static ObjectClipEncodingTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new(new ObjectClipColumns(body.ReadString(), body.ReadString()), (PretrainedVision)body.ReadByte(), ResNetFiles.Read(body), inputTypes[0]);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new(_columns.Output, new VectorDataViewType(NumberDataViewType.Single, 0, _frames, ResNetTensor.Last.Channels))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new ObjectClipEncodingKernel(_network.Value);
}
