using System.Text;

namespace MlNetVad.Persistence;

/// <summary>
/// A walk over the entry <c>Schema</c> of a model zip, a binary data view without rows: its header, the table of its columns and those of
/// their annotations. ML.NET's loader reads on for ever where a type has more dimensions than there are bytes, so this goes before it.
/// </summary>
internal static class SchemaEntry
{
    /// <summary>No schema is near it; what is larger is not read into memory.</summary>
    public const int MostBytes = 16 << 20;

    private const int HeaderBytes = 256, TablePlace = 24, CountPlace = 48;

    /// <summary>Says what is wrong with the bytes; null where every length and place in them holds.</summary>
    public static string? Fault(byte[] bytes)
    {
        if (bytes.Length < HeaderBytes || !bytes.AsSpan().StartsWith("CML\0DVB\0"u8))
        {
            return "it does not begin as one";
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        try
        {
            int columns = BitConverter.ToInt32(bytes, CountPlace);
            GoTo(reader, BitConverter.ToInt64(bytes, TablePlace));
            for (int i = 0; i < columns; i++)
            {
                ReadColumn(reader);
            }

            return null;
        }
        catch (EndOfStreamException)
        {
            return "it ends in the middle";
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static void ReadColumn(BinaryReader reader)
    {
        _ = reader.ReadString();
        ReadType(reader, reader.BaseStream.Length);
        _ = reader.ReadByte();   // compression
        _ = reader.Read7BitEncodedInt64();   // rows a block
        _ = reader.ReadInt64();   // place of the rows
        long annotations = reader.ReadInt64(), next = reader.BaseStream.Position;
        if (annotations == 0)
        {
            return;
        }

        GoTo(reader, annotations);
        for (long i = reader.Read7BitEncodedInt64(); i > 0; i--)
        {
            _ = reader.ReadString();
            ReadType(reader, reader.BaseStream.Length);
            _ = reader.ReadByte();   // compression
            _ = reader.ReadInt64();   // place of the value
            _ = reader.Read7BitEncodedInt64();   // its bytes
        }

        GoTo(reader, next);
    }

    private static void ReadType(BinaryReader reader, long limit)
    {
        string name = reader.ReadString();
        long length = reader.Read7BitEncodedInt64(), end = reader.BaseStream.Position + length;
        if (length < 0 || end > limit)
        {
            throw new FormatException($"a type '{name}' is longer than what holds it");
        }

        if (name == "VBuffer")
        {
            ReadType(reader, end);
            int dimensions = reader.ReadInt32();
            if (dimensions < 0 || end - reader.BaseStream.Position != (long)dimensions * sizeof(int))
            {
                throw new FormatException($"a vector has {Counted.Of(dimensions, "dimension")} in {Counted.Of(Math.Max(0, end - reader.BaseStream.Position), "byte")}");
            }
        }

        GoTo(reader, end);
    }

    private static void GoTo(BinaryReader reader, long place) =>
        reader.BaseStream.Position = place >= 0 && place <= reader.BaseStream.Length ? place : throw new EndOfStreamException();
}
