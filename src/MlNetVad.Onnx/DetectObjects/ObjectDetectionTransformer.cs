using Microsoft.ML.Data;
using MlNetVad.Onnx.DetectObjects;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Onnx;

/// <summary>Adds the objects of each clip's target frame. The network is opened once, however many cursors, threads and engines use it.</summary>
public sealed class ObjectDetectionTransformer : ComponentTransformer, IClipTarget, IObjectClasses
{
    private readonly DetectorSettings _settings;
    private readonly ModelFile _file;
    private readonly Lazy<DetectorNetwork> _network;
    private readonly KnownObjects? _known;

    internal ObjectDetectionTransformer(DetectorSettings settings, DetectorNetwork network, IReadOnlyList<DataViewType> inputTypes)
        : this(settings, network.File, new Lazy<DetectorNetwork>(network), inputTypes) =>
        _known = new KnownObjects();   // a loaded model sees a frame once

    private ObjectDetectionTransformer(
        DetectorSettings settings, ModelFile file, Lazy<DetectorNetwork> network, IReadOnlyList<DataViewType> inputTypes)
    {
        _settings = settings;
        _file = file;
        _network = network;
        Inputs = [InputColumn.Clip(settings.Clip)];
        InputTypes = inputTypes;
    }

    /// <summary>The frame of the clip that is searched.</summary>
    public ClipTarget Target => _settings.Target;

    /// <summary>The names of the detector's classes; an object's class id is a place in this list.</summary>
    public IReadOnlyList<string> ClassNames => _settings.Classes.Names;

    IReadOnlyList<string> IObjectClasses.Classes => [.. ClassNames.Select((name, id) => _settings.Classes.Wants(id) ? name : "")];

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "objects";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("network", _file.ToString()),
        ("format", _settings.Network.Format.ToString()),
        ("picture", _settings.Picture.ToString()),
        ("tiles", _settings.Tiling.ToString()),
        ("score threshold", $"{_settings.ScoreThreshold:0.###}"),
        ("overlap threshold", $"{_settings.NmsThreshold:0.###}, {(_settings.ClassAgnosticNms ? "across classes" : "within a class")}"),
        ("classes", _settings.Classes.ToString()),
        ("most objects a frame", $"{_settings.MaximumObjects}"),
    ];

    internal override IReadOnlyList<FrozenNetwork> FrozenNetworks => [OnnxWeights.Of(_file)];

    internal override ComponentPersistence Persistence => new(new ObjectDetectionContract(), Write);

    internal static ObjectDetectionTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var settings = DetectorSettings.Read(body);
        var file = ModelFile.Read(body);
        return new ObjectDetectionTransformer(
            settings, file, new Lazy<DetectorNetwork>(() => DetectorNetwork.Open(file, settings.Network)), inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new(_settings.Output, OutputColumn.BagType(Detection.Stride))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        CheckClip(inputTypes[0]);
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        return new ObjectDetectionKernel(
            new FrameDetector(_network.Value, _settings, shape.Height, shape.Width, shape.Channels), _known, shape, shape.TargetIndex(Target));
    }

    /// <summary>Refuses pictures that are neither grey nor colour.</summary>
    internal void CheckClip(DataViewType type)
    {
        if (ClipShape.Of(type).Channels is var channels and not (1 or DetectorPicture.Planes))
        {
            throw new VadException($"The frames of column '{_settings.Clip}' have {channels} channels; a detector needs 3 (red, green, blue) or 1 (grey): load the video with VideoOptions.Channels = 3.");
        }
    }

    private void Write(BinaryWriter writer)
    {
        _settings.Write(writer);
        _file.Write(writer);
    }
}
