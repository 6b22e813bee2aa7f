using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _mapping;
    private readonly string _contractName;

    internal CustomMappingTransformer(Action<TSrc, TDst> mapping, string contractName, SchemaDefinition sourceDefinition, SchemaDefinition targetDefinition)
    {
        ArgumentNullException.ThrowIfNull(mapping, "mapAction");
        _mapping = mapping;
        _contractName = contractName;
        SourceDefinition = sourceDefinition;
        Target = new RowWriter<TDst>(targetDefinition ?? SchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Write));
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal SchemaDefinition SourceDefinition { get; }

    internal RowWriter<TDst> Target { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => MakeMapping(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, MakeMapping(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => MakeMapping(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => CustomMappingContract.Save(ctx, _contractName, _mapping);

    private CustomRowMapping<TSrc, TDst> MakeMapping(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new CustomRowMapping<TSrc, TDst>(inputSchema, SourceDefinition, Target, () => _mapping);
    }
}
