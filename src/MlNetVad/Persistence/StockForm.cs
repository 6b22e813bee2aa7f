using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MlNetVad.Persistence;

/// <summary>
/// The form in which a component lies in a model zip: stock ML.NET transformers only, because ML.NET loads no others.
/// A constant key looks the payload up in a value map, a custom mapping with a named contract does the work on columns
/// of fixed names, and the helper columns are dropped again.
/// </summary>
internal static class StockForm
{
    public const string Key = "MlNetVad.Key";
    public const string PayloadColumn = "MlNetVad.Payload";
    public const string In0 = "MlNetVad.In0";
    public const string In1 = "MlNetVad.In1";
    public const string In2 = "MlNetVad.In2";
    public const string In3 = "MlNetVad.In3";
    public const string In4 = "MlNetVad.In4";
    public const string In5 = "MlNetVad.In5";
    public const string In6 = "MlNetVad.In6";
    public const string In7 = "MlNetVad.In7";
    public const string Out0 = "MlNetVad.Out0";
    public const string Out1 = "MlNetVad.Out1";
    public const string Out2 = "MlNetVad.Out2";
    public const string Out3 = "MlNetVad.Out3";
    public const string Out4 = "MlNetVad.Out4";
    public const string Out5 = "MlNetVad.Out5";
    public const string Out6 = "MlNetVad.Out6";
    public const string Out7 = "MlNetVad.Out7";

    /// <summary>The fixed names of the input columns.</summary>
    public static IReadOnlyList<string> In { get; } = [In0, In1, In2, In3, In4, In5, In6, In7];

    /// <summary>The fixed names of the output columns.</summary>
    public static IReadOnlyList<string> Out { get; } = [Out0, Out1, Out2, Out3, Out4, Out5, Out6, Out7];

    /// <summary>The stock chain that computes what <paramref name="component"/> computes.</summary>
    public static ITransformer Of(ComponentTransformer component)
    {
        MLContext ml = SchemaPromise.Stock;
        IReadOnlyList<OutputColumn> outputs = component.OutputsFor(component.InputTypes);
        KeyValuePair<bool, string>[] payload = [new(true, Payload.Write(component))];

        EstimatorChain<ITransformer> chain = new EstimatorChain<ITransformer>()
            .Append((IEstimator<ITransformer>)ml.Transforms.CustomMapping(new ConstKeyContract().GetMapping(), ConstKeyContract.ContractName))
            .Append((IEstimator<ITransformer>)ml.Transforms.Conversion.MapValue(PayloadColumn, payload, Key));
        for (int i = 0; i < component.Inputs.Count; i++)
        {
            chain = chain.Append((IEstimator<ITransformer>)ml.Transforms.CopyColumns(In[i], component.Inputs[i].Name));
        }

        chain = chain.Append(component.Persistence.Contract.StockStep());
        for (int i = 0; i < outputs.Count; i++)
        {
            chain = chain.Append((IEstimator<ITransformer>)ml.Transforms.CopyColumns(outputs[i].Name, Out[i]));
        }

        string[] helpers = [Key, PayloadColumn, .. In.Take(component.Inputs.Count), .. Out.Take(component.Persistence.Contract.OutputCount(outputs.Count))];
        return chain
            .Append((IEstimator<ITransformer>)ml.Transforms.DropColumns(helpers))
            .Fit(new EmptyView(InputSchema(component)));
    }

    private static DataViewSchema InputSchema(ComponentTransformer component)
    {
        var builder = new DataViewSchema.Builder();
        foreach ((InputColumn column, DataViewType type) in component.Inputs.Zip(component.InputTypes).DistinctBy(p => p.First.Name))
        {
            builder.AddColumn(column.Name, type);
        }

        return builder.ToSchema();
    }

    /// <summary>The contract behind the constant key column.</summary>
    [CustomMappingFactoryAttribute(ContractName)]
    internal sealed class ConstKeyContract : CustomMappingFactory<SchemaPromise.Nothing, ConstKeyContract.KeyRow>
    {
        public const string ContractName = "MlNetVad.ConstKey";

        public override Action<SchemaPromise.Nothing, KeyRow> GetMapping() => (_, row) => row.Key = true;

        internal sealed class KeyRow
        {
            [ColumnName(StockForm.Key)]
            public bool Key;
        }
    }
}
