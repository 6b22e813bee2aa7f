using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string Signature = "Normalize";

    private readonly string _target;
    private readonly string _source;
    private readonly AffineColumn _affine;

    internal NormalizingTransformer(string target, string source, AffineColumn affine)
    {
        _target = target;
        _source = source;
        _affine = affine;
    }

    internal static NormalizingTransformer Load(ModelLoadContext ctx) => new(ctx.ReadName(), ctx.ReadName(), AffineColumn.Load(ctx));

    private protected override RowMapping MakeMapping(DataViewSchema inputSchema)
    {
        var source = SchemaMismatch.Find(inputSchema, _source);
        var (item, size) = source.Type is VectorDataViewType vector ? (vector.ItemType, vector.Size) : (source.Type, 1);
        if (!item.Equals(_affine.ItemType) || size != _affine.Size)
        {
            string expected = _affine.Size == 1 ? _affine.ItemType.ToString() : $"Vector<{_affine.ItemType}, {_affine.Size}>";
            throw SchemaMismatch.WrongType(_source, expected, source.Type.ToString());
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, value: true);
        annotations.Add(source.Annotations, name => name == AnnotationUtils.Kinds.SlotNames);
        return new Mapping(inputSchema, source, new DataViewSchema.DetachedColumn(_target, source.Type, annotations.ToAnnotations()), _affine);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Start(Signature);
        ctx.Writer.Write(_target);
        ctx.Writer.Write(_source);
        _affine.Save(ctx.Writer);
    }

    private sealed class Mapping(DataViewSchema input, DataViewSchema.Column source, DataViewSchema.DetachedColumn target, AffineColumn affine)
        : RowMapping(input, [target])
    {
        protected override void MarkDependencies(bool[] activeAdded, bool[] needed) => needed[source.Index] = true;

        protected override Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded) => [affine.GetterOf(input, source)];
    }
}
