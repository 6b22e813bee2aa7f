using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Presence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Adds what has moved in and is still there.</summary>
public sealed class PresentObjectsTransformer : ComponentTransformer, IClipTarget
{
    private readonly PresentObjectsColumns _columns;
    private readonly PresenceModel _model;

    internal PresentObjectsTransformer(PresentObjectsColumns columns, ClipTarget target, PresenceModel model, DataViewType clipType)
    {
        (_columns, _model, Target) = (columns, model, target);
        Inputs = columns.Inputs;
        InputTypes = [clipType, TextDataViewType.Instance, NumberDataViewType.Int64];
    }

    /// <summary>The frame of the clip that is looked at.</summary>
    public ClipTarget Target { get; }

    /// <summary>What it has learned of the scene.</summary>
    internal PresenceModel Model => _model;

    internal override bool IsSequential => true;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "objects";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("picture", $"{_model.Shape.Width} × {_model.Shape.Height} × {_model.Shape.Channels}"),
        ("usual height", $"{_model.ObjectHeight:0} pixels"),
        ("frames a second", $"{_model.FramesPerSecond:0.##}"),
        ("melts into the background after", $"{PresenceTracker.AbsorbSeconds:0} seconds"),
    ];

    internal override ComponentPersistence Persistence => new(new PresentObjectsContract(), writer =>
    {
        _columns.Write(writer);
        writer.Write((byte)Target);
        _model.Write(writer);
    });

    internal static PresentObjectsTransformer Read(BinaryReader body, DataViewType clipType) =>
        new(PresentObjectsColumns.Read(body), (ClipTarget)body.ReadByte(), PresenceModel.Read(body), clipType);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        if ((shape.Height, shape.Width, shape.Channels) != (_model.Shape.Height, _model.Shape.Width, _model.Shape.Channels))
        {
            throw new VadException(
                $"The model was trained on pictures of {_model.Shape.Width} × {_model.Shape.Height} × {_model.Shape.Channels}, these are " +
                $"{shape.Width} × {shape.Height} × {shape.Channels}; load the video with the VideoOptions that the model was trained with.");
        }

        return new PresentObjectsKernel(_model, shape, shape.TargetIndex(Target));
    }
}
