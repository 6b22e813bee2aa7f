using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(string outputColumnName, string inputColumnName)
        : base(new ColumnCopyingTransformer(outputColumnName, inputColumnName))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        inputSchema.With(SchemaMismatch.Find(inputSchema, Transformer.Source).Renamed(Transformer.Target));
}

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal const string Signature = "CopyColumns";

    internal ColumnCopyingTransformer(string target, string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(target, "outputColumnName");
        ArgumentException.ThrowIfNullOrEmpty(source, "inputColumnName");
        Target = target;
        Source = source;
    }

    internal string Target { get; }

    internal string Source { get; }

    internal static ColumnCopyingTransformer Load(ModelLoadContext ctx) => new(ctx.ReadName(), ctx.ReadName());

    private protected override RowMapping MakeMapping(DataViewSchema inputSchema) =>
        new Mapping(inputSchema, SchemaMismatch.Find(inputSchema, Source), Target);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Start(Signature);
        ctx.Writer.Write(Target);
        ctx.Writer.Write(Source);
    }

    private sealed class Mapping(DataViewSchema input, DataViewSchema.Column source, string target)
        : RowMapping(input, [new DataViewSchema.DetachedColumn(target, source.Type, source.Annotations)])
    {
        protected override void MarkDependencies(bool[] activeAdded, bool[] needed) => needed[source.Index] = true;

        protected override Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded) => [TypeFunction.GetterOf(input, source)];
    }
}
