using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.SceneCaption;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Adds a caption of each clip's moving objects, or one sentence an object.</summary>
public sealed class SceneCaptionTransformer : ComponentTransformer, IClipTarget
{
    private readonly SceneCaptionEstimator.Options _options;
    private readonly ForegroundModel _model;
    private readonly CaptionScales _scales;

    internal SceneCaptionTransformer(
        SceneCaptionEstimator.Options options, ForegroundModel model, CaptionScales scales, IReadOnlyList<DataViewType> inputTypes)
    {
        _options = options;
        _model = model;
        _scales = scales;
        Inputs = options.Inputs;
        InputTypes = inputTypes;
    }

    /// <summary>The clip's frame the objects are of.</summary>
    public ClipTarget Target => _options.Target;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override bool IsSequential => _model.Options.Background == BackgroundKind.Running;

    internal override string Stage => "caption";

    internal override string StandIn => "captions are the built-in scene sentences, which stand in for a vision-language model";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("captions", _options.PerObject ? "one sentence an object" : "one text a scene"),
        ("background", _model.Options.Background.ToString()),
        ("expected height", _model.HeightLine.ToString()),
        ("learned from", $"{_scales.Objects} objects"),
        ("speeds, expected heights a frame", _scales.Speed.ToString()),
        ("sizes, squared expected heights", _scales.Size.ToString()),
        ("shapes, width over height", _scales.Aspect.ToString()),
        ("shapes, expected heights", _scales.Height.ToString()),
        ("directions", string.Join(", ", Vocabulary.Directions)),
    ];

    internal override ComponentPersistence Persistence => new(Contract, Write);

    private IComponentContract Contract => (_options.PerObject, IsSequential) switch
    {
        (false, false) => new SceneCaptionContract(),
        (false, true) => new RunningSceneCaptionContract(),
        (true, false) => new ObjectCaptionContract(),
        (true, true) => new RunningObjectCaptionContract(),
    };

    internal static SceneCaptionTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var options = new SceneCaptionEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            ClipColumnName = body.ReadString(),
            ObjectsColumnName = body.ReadString(),
            PerObject = body.ReadBoolean(),
            Target = (ClipTarget)body.ReadByte(),
            Motion = MotionOptions.Read(body),
        };
        ForegroundModel model = ForegroundModel.Read(body);
        options.Foreground = model.Options;
        return new SceneCaptionTransformer(options, model, CaptionScales.Read(body), inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _options.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) =>
        new SceneCaptionKernel(ObjectMeter.Create(_options, _model, ClipShape.Of(inputTypes[0])), _scales, _options.PerObject);

    private void Write(BinaryWriter writer)
    {
        writer.Write(_options.OutputColumnName);
        writer.Write(_options.ClipColumnName);
        writer.Write(_options.ObjectsColumnName);
        writer.Write(_options.PerObject);
        writer.Write((byte)Target);
        _options.Motion.Write(writer);
        _model.Write(writer);
        _scales.Write(writer);
    }
}
