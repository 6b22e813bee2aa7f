using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal const string Signature = "MapValue";

    internal ValueMappingTransformer(string target, string source, ValueMap map)
    {
        Target = target;
        Source = source;
        Map = map;
    }

    internal string Target { get; }

    internal string Source { get; }

    internal ValueMap Map { get; }

    internal static ValueMappingTransformer Load(ModelLoadContext ctx) => new(ctx.ReadName(), ctx.ReadName(), ValueMap.Load(ctx));

    private protected override RowMapping MakeMapping(DataViewSchema inputSchema)
    {
        var source = SchemaMismatch.Find(inputSchema, Source);
        if (!source.Type.Equals(Map.KeyType))
        {
            throw SchemaMismatch.WrongType(Source, Map.KeyType.ToString(), source.Type.ToString());
        }

        return new Mapping(inputSchema, source, Target, Map);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Start(Signature);
        ctx.Writer.Write(Target);
        ctx.Writer.Write(Source);
        Map.Save(ctx.Writer);
    }

    private sealed class Mapping(DataViewSchema input, DataViewSchema.Column source, string target, ValueMap map)
        : RowMapping(input, [new DataViewSchema.DetachedColumn(target, map.ValueType)])
    {
        protected override void MarkDependencies(bool[] activeAdded, bool[] needed) => needed[source.Index] = true;

        protected override Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded) => [map.GetterOf(input, source)];
    }
}
