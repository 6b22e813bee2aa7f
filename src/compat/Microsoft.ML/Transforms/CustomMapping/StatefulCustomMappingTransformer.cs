using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class StatefulCustomMappingTransformer<TSrc, TDst, TState> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
    where TState : class, new()
{
    private readonly Action<TSrc, TDst, TState> _mapping;
    private readonly Action<TState> _initialize;
    private readonly string _contractName;

    internal StatefulCustomMappingTransformer(Action<TSrc, TDst, TState> mapping, Action<TState> initialize, string contractName)
    {
        ArgumentNullException.ThrowIfNull(mapping, "mapAction");
        ArgumentNullException.ThrowIfNull(initialize, "stateInitAction");
        _mapping = mapping;
        _initialize = initialize;
        _contractName = contractName;
        Target = new RowWriter<TDst>(SchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Write));
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal RowWriter<TDst> Target { get; }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => MakeMapping(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);

        // Rows dealt out to several cursors would each see a part of the state.
        return new MappedView(input, MakeMapping(input.Schema), oneCursor: true);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => MakeMapping(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => CustomMappingContract.Save(ctx, _contractName, _mapping);

    private CustomRowMapping<TSrc, TDst> MakeMapping(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new CustomRowMapping<TSrc, TDst>(inputSchema, null, Target, BeginState);
    }

    private Action<TSrc, TDst> BeginState()
    {
        var state = new TState();
        _initialize(state);
        return (source, target) => _mapping(source, target, state);
    }
}
