using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>What a custom mapping promises of its columns before data is seen, and what it demands.</summary>
internal static class CustomMappingShape
{
    public static SchemaShape Output<TSrc>(SchemaShape input, SchemaDefinition sourceDefinition, DataViewSchema added)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (var wanted in sourceDefinition ?? SchemaDefinition.Create(typeof(TSrc), SchemaDefinition.Direction.Write))
        {
            var found = SchemaMismatch.Find(input, wanted.ColumnName);
            var expected = SchemaShape.Column.Create(wanted.ColumnName, wanted.ColumnType);
            if (!expected.ItemType.Equals(found.ItemType) || expected.IsKey != found.IsKey || !Fits(expected.Kind, found.Kind))
            {
                throw SchemaMismatch.WrongType(wanted.ColumnName, wanted.ColumnType.ToString(), found.GetTypeString());
            }
        }

        return input.With(SchemaShape.Create(added));
    }

    // Where a variable vector is expected, one of known size does as well.
    private static bool Fits(SchemaShape.Column.VectorKind expected, SchemaShape.Column.VectorKind found) =>
        expected == found || (expected == SchemaShape.Column.VectorKind.VariableVector && found == SchemaShape.Column.VectorKind.Vector);
}
