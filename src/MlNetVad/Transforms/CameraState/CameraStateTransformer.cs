using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Camera;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Adds what has happened to the camera.</summary>
public sealed class CameraStateTransformer : ComponentTransformer, IClipTarget
{
    private readonly CameraStateColumns _columns;
    private readonly double _framesPerSecond;
    private readonly CameraNormal _normal;

    internal CameraStateTransformer(CameraStateColumns columns, ClipTarget target, double framesPerSecond, CameraNormal normal, DataViewType clipType)
    {
        (_columns, Target, _framesPerSecond, _normal) = (columns, target, framesPerSecond, normal);
        Inputs = columns.Inputs;
        InputTypes = [clipType, TextDataViewType.Instance, NumberDataViewType.Int64];
    }

    /// <summary>The frame of the clip that is looked at.</summary>
    public ClipTarget Target { get; }

    /// <summary>The column it adds.</summary>
    internal string StateColumn => _columns.Output;

    internal override bool IsSequential => true;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("least light", $"{_normal.Light:0} of 255"),
        ("least contrast", $"{_normal.Contrast:0}"),
        ("least likeness to the usual picture", $"{_normal.Likeness:0.00}"),
        ("longest without a change", $"{_normal.StillSeconds:0.#} s"),
    ];

    internal override ComponentPersistence Persistence => new(new CameraStateContract(), writer =>
    {
        _columns.Write(writer);
        writer.Write((byte)Target);
        writer.Write(_framesPerSecond);
        _normal.Write(writer);
    });

    internal static CameraStateTransformer Read(BinaryReader body, DataViewType clipType) =>
        new(CameraStateColumns.Read(body), (ClipTarget)body.ReadByte(), body.ReadDouble(), CameraNormal.Read(body), clipType);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes)
    {
        ClipShape shape = ClipShape.Of(inputTypes[0]);
        var grid = new CameraGrid(shape);
        if ((grid.Rows * grid.Columns) - 1 != _normal.View.Length)
        {
            throw new VadException("The model knows the camera's picture in another shape; load the video with the VideoOptions that the model was trained with.");
        }

        return new CameraStateKernel(_normal, grid, new StillTime(_framesPerSecond), new SlowView(_framesPerSecond), shape, shape.TargetIndex(Target));
    }
}
