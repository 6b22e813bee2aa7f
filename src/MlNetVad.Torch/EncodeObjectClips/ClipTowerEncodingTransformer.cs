using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.EncodeObjectClips;
using MlNetVad.Torch.Networks.Clip;

namespace MlNetVad.Torch;

/// <summary>Adds what CLIP sees in each frame of an object's clip. The tower is loaded once, however many cursors, threads and engines use it.</summary>
public sealed class ClipTowerEncodingTransformer : ComponentTransformer
{
    private readonly ClipTowerColumns _columns;
    private readonly ModelFile _weights;
    private readonly ClipImageTower _tower;
    private readonly int _frames;

    internal ClipTowerEncodingTransformer(ClipTowerColumns columns, ModelFile weights, DataViewType clips)
    {
        (_columns, _weights) = (columns, weights);
        InputTypes = [clips];
        System.Collections.Immutable.ImmutableArray<int> shape = ((VectorDataViewType)clips).Dimensions;   // *, n, 3, S, S
        _frames = shape[1];
        _tower = ClipFile.Images(weights);
        if (shape[3] != _tower.ImageSize)
        {
            throw new VadException($"Column '{columns.Clips}' has pictures of {shape[3]} x {shape[3]} px, and the CLIP of '{weights.Name}' sees {_tower.ImageSize} x {_tower.ImageSize}: set Size of CropObjects (ObjectSize of SceneAdaptive) to {_tower.ImageSize}.");
        }
    }

    internal override IReadOnlyList<InputColumn> Inputs => [_columns.Input];

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "network";

    internal override IReadOnlyList<FrozenNetwork> FrozenNetworks => [new(_weights.Sha256, () => _tower.parameters().Sum(p => p.numel()))];

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("network", $"CLIP's image tower, {_weights}"),
        ("picture", $"{_tower.ImageSize} x {_tower.ImageSize} px"),
        ("vectors", $"{_frames} of {_tower.EmbeddingWidth} numbers an object"),
    ];

    internal override ComponentPersistence Persistence => new(new ClipTowerEncodingContract(), writer =>
    {
        writer.Write(_columns.Output);
        writer.Write(_columns.Clips);
        _weights.Write(writer);
    });

    internal static ClipTowerEncodingTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) =>
        new(new ClipTowerColumns(body.ReadString(), body.ReadString()), ModelFile.Read(body), inputTypes[0]);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new(_columns.Output, new VectorDataViewType(NumberDataViewType.Single, 0, _frames, _tower.EmbeddingWidth))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new ClipTowerEncodingKernel(_tower);
}
