namespace Microsoft.ML.Transforms;

/// <summary>The errors of a wrong column, worded as a user of ML.NET knows them.</summary>
internal static class SchemaMismatch
{
    public static Exception Missing(string column) =>
        new ArgumentOutOfRangeException("inputSchema", $"Could not find input column '{column}'");

    public static Exception WrongType(string column, string expected, string actual) =>
        new ArgumentOutOfRangeException("inputSchema", $"Schema mismatch for input column '{column}': expected {expected}, got {actual}");

    public static DataViewSchema.Column Find(DataViewSchema schema, string column) =>
        schema.GetColumnOrNull(column) ?? throw Missing(column);

    public static SchemaShape.Column Find(SchemaShape shape, string column)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.TryFindColumn(column, out var found) ? found : throw Missing(column);
    }
}
