using Microsoft.ML.Transforms;

namespace Microsoft.ML.Data;

public abstract class RowToRowTransformerBase : ITransformer
{
    private protected RowToRowTransformerBase()
    {
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => MakeMapping(Checked(inputSchema)).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, MakeMapping(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => MakeMapping(Checked(inputSchema));

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        SaveModel(ctx);
    }

    private protected abstract RowMapping MakeMapping(DataViewSchema inputSchema);

    private protected abstract void SaveModel(ModelSaveContext ctx);

    private static DataViewSchema Checked(DataViewSchema inputSchema) =>
        inputSchema ?? throw new ArgumentNullException(nameof(inputSchema));
}

public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase()
    {
    }
}
