using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly string _target;
    private readonly string[] _sources;

    internal ColumnConcatenatingEstimator(string outputColumnName, string[] inputColumnNames)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentNullException.ThrowIfNull(inputColumnNames);
        if (inputColumnNames.Length == 0 || inputColumnNames.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("Concatenation needs one or more column names, none of them empty.", nameof(inputColumnNames));
        }

        _target = outputColumnName;
        _sources = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ColumnConcatenatingTransformer(_target, _sources);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = Array.ConvertAll(_sources, name => SchemaMismatch.Find(inputSchema, name));
        var item = columns[0].ItemType;
        foreach (var column in columns)
        {
            ColumnConcatenatingTransformer.CheckItem(column.Name, column.IsKey, column.ItemType, item);
        }

        var kind = columns.Any(column => column.Kind == SchemaShape.Column.VectorKind.VariableVector)
            ? SchemaShape.Column.VectorKind.VariableVector
            : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With(new SchemaShape.Column(_target, kind, item, isKey: false, AnnotationsOf(columns)));
    }

    private static SchemaShape AnnotationsOf(SchemaShape.Column[] columns)
    {
        var annotations = new List<SchemaShape.Column>();
        if (columns.All(column => column.Annotations.TryFindColumn(AnnotationUtils.Kinds.IsNormalized, out _)))
        {
            annotations.Add(new SchemaShape.Column(AnnotationUtils.Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, isKey: false));
        }

        if (columns.Any(column => column.Kind == SchemaShape.Column.VectorKind.Scalar || column.Annotations.TryFindColumn(AnnotationUtils.Kinds.SlotNames, out _)))
        {
            annotations.Add(new SchemaShape.Column(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false));
        }

        return new SchemaShape(annotations);
    }
}
