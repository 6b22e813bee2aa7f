using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Adds the moving objects of each clip's target frame.</summary>
public sealed class ForegroundObjectsTransformer : ComponentTransformer, IClipTarget
{
    private readonly string _output;
    private readonly ForegroundModel _model;

    internal ForegroundObjectsTransformer(string output, string clip, ClipTarget target, ForegroundModel model, DataViewType clipType)
    {
        _output = output;
        _model = model;
        Target = target;
        Inputs = [InputColumn.Clip(clip)];
        InputTypes = [clipType];
    }

    /// <summary>The frame of the clip that is searched.</summary>
    public ClipTarget Target { get; }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override bool IsSequential => _model.Options.Background == BackgroundKind.Running;

    internal override string Stage => "objects";

    internal override string StandIn => "objects are foreground components, which stand in for a trained detector";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("background", _model.Options.Background.ToString()),
        ("picture", $"{_model.Width} × {_model.Height}"),
        ("expected height", _model.HeightLine.ToString()),
        ("foreground threshold", $"{_model.Options.Threshold} grey levels"),
    ];

    internal override ComponentPersistence Persistence =>
        new(IsSequential ? new RunningForegroundObjectsContract() : new ForegroundObjectsContract(), Write);

    internal static ForegroundObjectsTransformer Read(BinaryReader body, DataViewType clipType) =>
        new(body.ReadString(), body.ReadString(), (ClipTarget)body.ReadByte(), ForegroundModel.Read(body), clipType);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [new(_output, OutputColumn.BagType(6))];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        CheckPicture(shape, _model);
        return new ForegroundObjectsKernel(new ForegroundDetector(_model, shape.Channels), shape, shape.TargetIndex(Target));
    }

    /// <summary>A background belongs to one picture size.</summary>
    internal static void CheckPicture(ClipShape shape, ForegroundModel model)
    {
        if (shape.Height != model.Height || shape.Width != model.Width)
        {
            throw new VadException(
                $"The model was trained on pictures of {model.Width} × {model.Height}, these are {shape.Width} × {shape.Height}; " +
                $"load the video with VideoOptions.Width = {model.Width} and Height = {model.Height}.");
        }
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write(_output);
        writer.Write(Inputs[0].Name);
        writer.Write((byte)Target);
        _model.Write(writer);
    }
}
