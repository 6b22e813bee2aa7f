using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly string _target;
    private readonly string _source;
    private readonly long _maximumRows;
    private readonly bool _fixZero;

    internal NormalizingEstimator(string target, string source, long maximumRows, bool fixZero)
    {
        _target = target;
        _source = source;
        _maximumRows = maximumRows;
        _fixZero = fixZero;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var column = SchemaMismatch.Find(input.Schema, _source);
        var affine = column.Type switch
        {
            NumberDataViewType item when item == NumberDataViewType.Single => AffineColumn.Fit<float>(input, column, _maximumRows, _fixZero),
            NumberDataViewType item when item == NumberDataViewType.Double => AffineColumn.Fit<double>(input, column, _maximumRows, _fixZero),
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Single => AffineColumn.Fit<float>(input, column, _maximumRows, _fixZero),
            VectorDataViewType { IsKnownSize: true } vector when vector.ItemType == NumberDataViewType.Double => AffineColumn.Fit<double>(input, column, _maximumRows, _fixZero),
            _ => throw SchemaMismatch.WrongType(_source, "Single, Double or a known-size vector of these", column.Type.ToString()),
        };
        return new NormalizingTransformer(_target, _source, affine);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var source = SchemaMismatch.Find(inputSchema, _source);
        if (source.Kind == SchemaShape.Column.VectorKind.VariableVector || source.IsKey
            || (!source.ItemType.Equals(NumberDataViewType.Single) && !source.ItemType.Equals(NumberDataViewType.Double)))
        {
            throw SchemaMismatch.WrongType(_source, "Single, Double or a known-size vector of these", source.GetTypeString());
        }

        var annotations = source.Annotations
            .Where(annotation => annotation.Name == AnnotationUtils.Kinds.SlotNames)
            .Append(new SchemaShape.Column(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false));
        return inputSchema.With(new SchemaShape.Column(_target, source.Kind, source.ItemType, isKey: false, new SchemaShape(annotations)));
    }
}
