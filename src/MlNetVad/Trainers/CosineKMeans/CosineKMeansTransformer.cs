using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>Scores feature vectors by <c>1 − max_m cos</c> over the modes of normal data.</summary>
public sealed class CosineKMeansTransformer : ComponentTransformer
{
    private readonly CosineKMeansColumns _columns;

    internal CosineKMeansTransformer(CosineKMeansColumns columns, DataViewType featureType, CosineKMeansModelParameters model)
    {
        _columns = columns;
        Model = model;
        Inputs = [FeatureColumn.Of(columns.Feature, model.FeatureCount)];
        InputTypes = [featureType];
    }

    /// <summary>The modes.</summary>
    public CosineKMeansModelParameters Model { get; }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override ComponentPersistence Persistence => new(new CosineKMeansContract(), writer =>
    {
        _columns.Write(writer);
        Model.Write(writer);
    });

    internal override long? Parameters => Model.Centroids.Length;

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("modes", $"{Model.NumberOfModes} of {Model.FeatureCount} numbers"),
        ("training vectors a mode", string.Join(", ", Model.Counts)),
        ("mean 1 - cos in training", $"{Model.Objective:0.0000}"),
    ];

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => new CosineKMeansKernel(Model, _columns.Feature);
}

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record CosineKMeansColumns(string Feature, string Score, string ObjectScores, string NearestMode)
{
    public IReadOnlyList<OutputColumn> Outputs =>
    [
        new(Score, NumberDataViewType.Single),
        new(ObjectScores, OutputColumn.PerObjectType),
        new(NearestMode, new VectorDataViewType(NumberDataViewType.Int32, 0)),
    ];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Feature);
        writer.Write(Score);
        writer.Write(ObjectScores);
        writer.Write(NearestMode);
    }

    public static CosineKMeansColumns Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
}
