using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Background;
using MlNetVad.Transforms.DrawAnomalies;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>Adds a picture of a clip's target frame with what the model says of it drawn over it.</summary>
public sealed class DrawAnomaliesTransformer : ComponentTransformer, IClipTarget
{
    private readonly DrawAnomaliesEstimator.Options _options;

    internal DrawAnomaliesTransformer(DrawAnomaliesEstimator.Options options, IReadOnlyList<DataViewType> inputTypes)
    {
        _options = options;
        Inputs = options.Inputs;
        InputTypes = inputTypes;
        Luma.CheckChannels(ClipShape.Of(inputTypes[0]).Channels);
    }

    /// <summary>The clip's frame that is drawn.</summary>
    public ClipTarget Target => _options.Target;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("target frame", Target.ToString()),
        ("threshold", $"{_options.Threshold}"),
    ];

    internal override ComponentPersistence Persistence => new(new DrawAnomaliesContract(), writer =>
    {
        writer.Write(_options.OutputColumnName);
        writer.Write(_options.ClipColumnName);
        writer.Write(_options.ScoreColumnName);
        writer.Write(_options.ObjectsColumnName ?? "");
        writer.Write(_options.ObjectScoresColumnName);
        writer.Write(_options.HeatMapColumnName ?? "");
        writer.Write((byte)Target);
        writer.Write(_options.Threshold);
    });

    internal static DrawAnomaliesTransformer Read(BinaryReader body, IReadOnlyList<DataViewType> inputTypes) => new(
        new DrawAnomaliesEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            ClipColumnName = body.ReadString(),
            ScoreColumnName = body.ReadString(),
            ObjectsColumnName = body.ReadString() is { Length: > 0 } objects ? objects : null,
            ObjectScoresColumnName = body.ReadString(),
            HeatMapColumnName = body.ReadString() is { Length: > 0 } map ? map : null,
            Target = (ClipTarget)body.ReadByte(),
            Threshold = body.ReadSingle(),
        },
        inputTypes);

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _options.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new DrawAnomaliesKernel(
        ClipShape.Of(inputTypes[0]),
        Target,
        _options.Threshold,
        hasBoxes: _options.ObjectsColumnName is not null,
        _options.HeatMapColumnName is null ? null : HeatMap.Of(inputTypes[3]));
}
