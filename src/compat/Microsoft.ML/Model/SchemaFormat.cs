using System.Text;

namespace Microsoft.ML;

/// <summary>
/// The input schema in the zip: names, types with their dimensions, and annotations of simple types. Columns of types
/// that only code knows (images) are left out.
/// </summary>
internal static class SchemaFormat
{
    public static void Write(Stream stream, DataViewSchema schema)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(ModelFormat.Magic);
        writer.Write(ModelFormat.Version);
        WriteColumns(writer, schema, (_, _) => { });
    }

    public static DataViewSchema Read(MemoryStream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        if (stream.Length < 2 * sizeof(int) || reader.ReadUInt32() != ModelFormat.Magic || reader.ReadInt32() > ModelFormat.Version)
        {
            throw new FormatException("The model's input schema was written by another library, or by a newer version of this one.");
        }

        var builder = new DataViewSchema.Builder();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            var type = TypeFormat.Read(reader);
            builder.AddColumn(name, type, ReadAnnotations(reader));
        }

        return builder.ToSchema();
    }

    private static void WriteColumns(BinaryWriter writer, DataViewSchema schema, Action<BinaryWriter, DataViewSchema.Column> writeValue)
    {
        var columns = schema.Where(column => TypeFormat.Knows(column.Type)).ToArray();
        writer.Write(columns.Length);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            TypeFormat.Write(writer, column.Type);
            writeValue(writer, column);
            if (column.Annotations is { } annotations)
            {
                WriteColumns(writer, annotations.Schema, (target, annotation) => AnnotationValue.Write(target, annotations, annotation));
            }
            else
            {
                writer.Write(0);
            }
        }
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            var type = TypeFormat.Read(reader);
            var getter = AnnotationValue.Read(reader, type);
            builder.Add(name, type, getter, ReadAnnotations(reader));
        }

        return builder.ToAnnotations();
    }
}
