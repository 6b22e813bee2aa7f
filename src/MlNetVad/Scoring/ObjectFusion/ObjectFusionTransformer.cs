using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Adds the fused object scores and their maximum.</summary>
public sealed class ObjectFusionTransformer : ComponentTransformer
{
    private readonly string _output;
    private readonly string _objectScores;
    private readonly float _cap;

    internal ObjectFusionTransformer(
        string outputColumnName, string objectScoresColumnName, float cap, IReadOnlyList<PartCalibration> parts, IReadOnlyList<DataViewType>? inputTypes = null)
    {
        _output = outputColumnName;
        _objectScores = objectScoresColumnName;
        _cap = cap;
        Parts = parts;
        Inputs = Columns().Inputs;
        InputTypes = inputTypes ?? Inputs.Select(_ => (DataViewType)OutputColumn.PerObjectType).ToArray();
    }

    /// <summary>What was learned of each part, in the order of the options.</summary>
    public IReadOnlyList<PartCalibration> Parts { get; }

    /// <summary>The most that one part can add.</summary>
    internal float Cap => _cap;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override ComponentPersistence Persistence => new(new ObjectFusionContract(), writer =>
    {
        writer.Write(_output);
        writer.Write(_objectScores);
        writer.Write(_cap);
        writer.Write(Parts.Count);
        foreach (PartCalibration part in Parts)
        {
            part.Write(writer);
        }
    });

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("cap a part", $"{_cap}"),
        .. Parts.Select(p => (p.ColumnName, p.ToText())),
    ];

    internal static ObjectFusionTransformer Read(BinaryReader reader, IReadOnlyList<DataViewType> inputTypes)
    {
        string output = reader.ReadString();
        string objectScores = reader.ReadString();
        float cap = reader.ReadSingle();
        PartCalibration[] parts = Enumerable.Range(0, reader.ReadInt32()).Select(_ => PartCalibration.Read(reader)).ToArray();
        return new ObjectFusionTransformer(output, objectScores, cap, parts, inputTypes);
    }

    internal static IReadOnlyList<OutputColumn> OutputsOf(string output, string objectScores) =>
        [new(output, NumberDataViewType.Single), new(objectScores, OutputColumn.PerObjectType)];

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => OutputsOf(_output, _objectScores);

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new ObjectFusionKernel(Parts, Columns(), _cap);

    private ObjectColumns Columns() => new(Parts.Select(p => (p.ColumnName, p.GateColumnName)));
}
