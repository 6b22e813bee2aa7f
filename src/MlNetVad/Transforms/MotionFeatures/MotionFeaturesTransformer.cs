using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.MotionFeatures;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Adds one motion descriptor and one speed for each object of a clip's target frame.</summary>
public sealed class MotionFeaturesTransformer : ComponentTransformer, IClipTarget
{
    private readonly MotionFeaturesEstimator.Options _options;
    private readonly ForegroundModel _model;

    internal MotionFeaturesTransformer(MotionFeaturesEstimator.Options options, ForegroundModel model, IReadOnlyList<DataViewType> inputTypes)
    {
        _options = options;
        _model = model;
        Inputs = options.Inputs;
        InputTypes = inputTypes;
    }

    /// <summary>The clip's frame the objects are of.</summary>
    public ClipTarget Target => _options.Target;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override bool IsSequential => _model.Options.Background == BackgroundKind.Running;

    internal override string Stage => "features";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("background", _model.Options.Background.ToString()),
        ("descriptor", $"{_options.Motion.DescriptorLength} numbers, {_options.Motion.Bands} bands × (1 + {_options.Motion.Magnitudes.Length} magnitudes × {_options.Motion.Orientations} orientations)"),
        ("flow", $"Lucas-Kanade, {_options.Motion.PyramidLevels} levels, window {_options.Motion.Window}"),
        ("expected height", _model.HeightLine.ToString()),
    ];

    internal override ComponentPersistence Persistence =>
        new(IsSequential ? new RunningMotionFeaturesContract() : new MotionFeaturesContract(), Write);

    internal static MotionFeaturesTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes)
    {
        var options = new MotionFeaturesEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            SpeedColumnName = body.ReadString(),
            ClipColumnName = body.ReadString(),
            ObjectsColumnName = body.ReadString(),
            Target = (ClipTarget)body.ReadByte(),
            Motion = MotionOptions.Read(body),
        };
        ForegroundModel model = ForegroundModel.Read(body);
        options.Foreground = model.Options;
        return new MotionFeaturesTransformer(options, model, inputTypes);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _options.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        ForegroundObjectsTransformer.CheckPicture(shape, _model);
        return new MotionFeaturesKernel(new MotionExtractor(_options.Motion, _model, shape.Channels, shape.Frames, shape.TargetIndex(Target)));
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write(_options.OutputColumnName);
        writer.Write(_options.SpeedColumnName);
        writer.Write(_options.ClipColumnName);
        writer.Write(_options.ObjectsColumnName);
        writer.Write((byte)Target);
        _options.Motion.Write(writer);
        _model.Write(writer);
    }
}
