using Compat.Conformance.Loader;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Model;

/// <summary>
/// A component from outside with learned weights: its own transformer in memory, and in the zip a chain of stock
/// transformers that carries the weights as text in a value map.
/// </summary>
internal sealed class WeightedSum(MLContext ml, DataViewSchema inputSchema, float[] weights) : ITransformer
{
    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Stock().GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => Stock().Transform(input);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException("not needed here");

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)Stock()).Save(ctx);

    public TransformerChain<ITransformer> Stock()
    {
        KeyValuePair<bool, string>[] payload = [new(true, WeightedSumContract.Encode(weights))];
        return new EstimatorChain<ITransformer>()
            .Append((IEstimator<ITransformer>)ml.Transforms.CustomMapping<Nothing, KeyRow>(ConstantKeyContract.Map, ConstantKeyContract.Name))
            .Append((IEstimator<ITransformer>)ml.Transforms.Conversion.MapValue("Payload", payload, "Key"))
            .Append((IEstimator<ITransformer>)ml.Transforms.CopyColumns("In", "Features"))
            .Append((IEstimator<ITransformer>)ml.Transforms.CustomMapping<PayloadInput, PayloadOutput>(WeightedSumContract.Map, WeightedSumContract.Name))
            .Append((IEstimator<ITransformer>)ml.Transforms.CopyColumns("Score", "Out"))
            .Append((IEstimator<ITransformer>)ml.Transforms.DropColumns("Key", "Payload", "In", "Out"))
            .Fit(ml.Data.LoadFromEnumerable(Array.Empty<Example>(), inputSchema));
    }
}
