using Microsoft.ML.Data;
using MlNetVad.Onnx.FrameEncoding;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>Adds the tokens of each clip's first frames. The network is opened once, however many cursors, threads and engines use it.</summary>
public sealed class FrameEncodingTransformer : ComponentTransformer
{
    private readonly TowerSettings _settings;
    private readonly ModelFile _file;
    private readonly Lazy<VisionTower> _tower;

    internal FrameEncodingTransformer(TowerSettings settings, VisionTower tower, IReadOnlyList<DataViewType> inputTypes)
        : this(settings, tower.File, new Lazy<VisionTower>(tower), inputTypes)
    {
    }

    private FrameEncodingTransformer(TowerSettings settings, ModelFile file, Lazy<VisionTower> tower, IReadOnlyList<DataViewType> inputTypes)
    {
        (_settings, _file, _tower) = (settings, file, tower);
        Inputs = [InputColumn.Clip(settings.Clip)];
        InputTypes = inputTypes;
    }

    /// <summary>t, how many of a clip's first frames are encoded.</summary>
    public int Frames => _settings.Frames;

    /// <summary>N, tokens of a frame: the class token and P patches.</summary>
    public int TokensPerFrame => _settings.Tokens;

    /// <summary>D, numbers of a token.</summary>
    public int TokenWidth => _settings.Dimension;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "appearance";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("network", _file.ToString()),
        ("picture", $"{_settings.Height} x {_settings.Width} px, bicubic, mean {Numbers(_settings.Mean)}, std {Numbers(_settings.Std)}"),
        ("tokens", $"{_settings.Tokens} of {_settings.Dimension} a frame, of the first {_settings.Frames} frames, from '{_settings.NetworkOutput}'"),
        ("patch embeddings", _settings.EmbeddingOutput is { } embedded ? $"of the last {_settings.EmbeddingFrames} of them, from '{embedded}'" : "none"),
    ];

    internal override IReadOnlyList<FrozenNetwork> FrozenNetworks => [OnnxWeights.Of(_file)];

    internal override ComponentPersistence Persistence => new(new FrameEncodingContract(), writer =>
    {
        _settings.Write(writer);
        _file.Write(writer);
    });

    internal static FrameEncodingTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var settings = TowerSettings.Read(body);
        var file = ModelFile.Read(body);
        return new FrameEncodingTransformer(settings, file, new Lazy<VisionTower>(() => VisionTower.Open(file, settings)), inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _settings.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        CheckClip(inputTypes[0]);
        return new FrameEncodingKernel(_tower.Value, _settings, ClipShape.Of(inputTypes[0]));
    }

    /// <summary>Refuses clips that are too short, and pictures that are neither grey nor colour.</summary>
    internal void CheckClip(DataViewType type)
    {
        ClipShape shape = ClipShape.Of(type);
        if (shape.Frames < _settings.Frames)
        {
            throw new VadException($"The clips of column '{_settings.Clip}' have {Counted.Of(shape.Frames, "frame")}, of which the first {_settings.Frames} are to be encoded; load the video with a longer ClipLength, or lower Frames.");
        }

        if (shape.Channels is not (1 or TowerSettings.Channels))
        {
            throw new VadException($"The frames of column '{_settings.Clip}' have {shape.Channels} channels; a vision tower needs 3 (red, green, blue) or 1 (grey): load the video with VideoOptions.Channels = 3.");
        }
    }

    private static string Numbers(float[] values) => string.Join(" ", values.Select(v => $"{v:0.###}"));
}
