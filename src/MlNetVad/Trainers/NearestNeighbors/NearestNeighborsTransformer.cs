using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>Scores vectors by their distance to the k-th nearest normal one.</summary>
public sealed class NearestNeighborsTransformer : ComponentTransformer
{
    private readonly NearestNeighborsColumns _columns;
    private readonly NormalVectors _normal;

    internal NearestNeighborsTransformer(NearestNeighborsColumns columns, DataViewType featureType, NormalVectors normal)
    {
        (_columns, _normal) = (columns, normal);
        Inputs = [FeatureColumn.Of(columns.Feature, normal.Width)];
        InputTypes = [featureType];
    }

    /// <summary>The sample of normal life.</summary>
    internal NormalVectors Normal => _normal;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override ComponentPersistence Persistence => new(new NearestNeighborsContract(), writer =>
    {
        _columns.Write(writer);
        _normal.Write(writer);
    });

    internal override long? Parameters => (long)_normal.Count * _normal.Width;

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
        [("normal vectors", $"{_normal.Count} of {_normal.Width} numbers of column {_columns.Feature}; distance to nearest number {_normal.Neighbors}")];

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new NearestNeighborsKernel(_normal, _columns.Feature);
}

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record NearestNeighborsColumns(string Feature, string Score, string ObjectScores)
{
    public IReadOnlyList<OutputColumn> Outputs => [new(Score, NumberDataViewType.Single), new(ObjectScores, OutputColumn.PerObjectType)];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Feature);
        writer.Write(Score);
        writer.Write(ObjectScores);
    }

    public static NearestNeighborsColumns Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString());
}
