using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms;

/// <summary>Adds the hashed n-gram vectors of a text column.</summary>
public sealed class HashedTextEmbeddingTransformer : ComponentTransformer
{
    private readonly HashedTextEmbeddingEstimator.Options _options;

    internal HashedTextEmbeddingTransformer(HashedTextEmbeddingEstimator.Options options, DataViewType textType)
    {
        _options = options;
        Inputs = [options.Input];
        InputTypes = [textType];
    }

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; }

    internal override string Stage => "text";

    internal override string StandIn => "text is embedded as hashed n-grams, which stand in for a sentence encoder";

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("encoder", "hashed word n-grams"),
        ("dimension", $"{_options.Dimension}"),
        ("n-grams", $"1 to {_options.NgramLength} words"),
    ];

    internal override ComponentPersistence Persistence => new(
        InputTypes[0] is VectorDataViewType ? new HashedTextsEmbeddingContract() : new HashedTextEmbeddingContract(),
        writer =>
        {
            writer.Write(_options.OutputColumnName);
            writer.Write(_options.InputColumnName);
            writer.Write(_options.Dimension);
            writer.Write(_options.NgramLength);
        });

    internal static HashedTextEmbeddingTransformer Read(BinaryReader body, DataViewType textType)
    {
        var options = new HashedTextEmbeddingEstimator.Options
        {
            OutputColumnName = body.ReadString(),
            InputColumnName = body.ReadString(),
            Dimension = body.ReadInt32(),
            NgramLength = body.ReadInt32(),
        };
        options.Validate();
        return new HashedTextEmbeddingTransformer(options, textType);
    }

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) =>
        [_options.Output(inputTypes[0] is VectorDataViewType)];

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) => inputTypes[0] is VectorDataViewType
        ? new HashedTextsEmbeddingKernel(_options.Dimension, _options.NgramLength)
        : new HashedTextEmbeddingKernel(_options.Dimension, _options.NgramLength);
}
