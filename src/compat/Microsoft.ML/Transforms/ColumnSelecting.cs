using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(ColumnSelectingTransformer transformer)
        : base(transformer)
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Transformer.Check(inputSchema.Select(column => column.Name));
        return new SchemaShape(inputSchema.Where(column => Transformer.Keeps(column.Name)));
    }
}

public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string Signature = "SelectColumns";

    private readonly string[] _names;
    private readonly bool _keep;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] names, bool keep, bool keepHidden)
    {
        if (names is not { Length: > 0 })
        {
            throw new InvalidOperationException("Neither columns to keep nor columns to drop are given; one is needed.");
        }

        _names = names;
        _keep = keep;
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => MakeMapping(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedView(input, MakeMapping(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => MakeMapping(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.Start(Signature);
        ctx.Writer.Write(_keep);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(_names.Length);
        foreach (string name in _names)
        {
            ctx.Writer.Write(name);
        }
    }

    internal static ColumnSelectingTransformer Load(ModelLoadContext ctx)
    {
        bool keep = ctx.Reader.ReadBoolean();
        bool keepHidden = ctx.Reader.ReadBoolean();
        var names = new string[ctx.ReadCount()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = ctx.ReadName();
        }

        return new ColumnSelectingTransformer(names, keep, keepHidden);
    }

    internal bool Keeps(string name) => Array.IndexOf(_names, name) >= 0 == _keep;

    internal void Check(IEnumerable<string> columns)
    {
        var missing = _names.Except(columns).ToArray();
        if (missing.Length > 0)
        {
            throw SchemaMismatch.Missing(string.Join(",", missing));
        }
    }

    private RowMapping MakeMapping(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema.Select(column => column.Name));

        // Kept columns come in the order in which they were asked for, the rest after a drop in the input's order.
        var kept = _keep
            ? _names.SelectMany(name => inputSchema.Where(column => column.Name == name && (_keepHidden || !column.IsHidden)))
            : inputSchema.Where(column => Keeps(column.Name));
        return new Mapping(inputSchema, kept.Select(column => column.Index).ToArray());
    }

    private sealed class Mapping(DataViewSchema input, int[] kept) : RowMapping(input, kept)
    {
        protected override void MarkDependencies(bool[] activeAdded, bool[] needed)
        {
            // Nothing is added: every column is passed through.
        }

        protected override Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded) => [];
    }
}
