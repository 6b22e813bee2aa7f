using System.Runtime.InteropServices;

namespace MlNetVad.Pretrained.Networks;

/// <summary>A field of a protocol-buffers message, where it lies in the message's bytes.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Whole">Tag, length and value.</param>
/// <param name="Body">The bytes of a text, a message or a packed list; empty for a number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WireField(int Number, ReadOnlyMemory<byte> Whole, ReadOnlyMemory<byte> Body)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body.Span);

    /// <summary>The fields of a message, in order.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static List<WireField> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<WireField>();
        for (int at = 0; at < message.Length;)
        {
            int start = at;
            ulong tag = Number64(message.Span, ref at);
            int length = (int)(tag & 7) switch
            {
                Varint => 0,
                Fixed64 => 8,
                Fixed32 => 4,
                Delimited => checked((int)Number64(message.Span, ref at)),
                _ => throw new FormatException("it has a field of an unknown kind"),
            };
            if ((tag & 7) == Varint)
            {
                Number64(message.Span, ref at);
            }

            if (length > message.Length - at)
            {
                throw new FormatException("it ends within a field");
            }

            fields.Add(new WireField((int)(tag >> 3), message[start..(at + length)], message.Slice(at, length)));
            at += length;
        }

        return fields;
    }

    /// <summary>What stands in front of a text or a message: the field's number and the length.</summary>
    public static byte[] Head(int number, int length)
    {
        using var stream = new MemoryStream();
        Write(stream, ((ulong)number << 3) | Delimited);
        Write(stream, (ulong)length);
        return stream.ToArray();
    }

    /// <summary>Writes a field that holds a text or a message.</summary>
    public static void Write(Stream stream, int number, ReadOnlySpan<byte> body)
    {
        stream.Write(Head(number, body.Length));
        stream.Write(body);
    }

    /// <summary>A message of one field that holds a number.</summary>
    public static byte[] OfNumber(int number, int value)
    {
        using var stream = new MemoryStream();
        Write(stream, (ulong)number << 3);
        Write(stream, (ulong)value);
        return stream.ToArray();
    }

    private static ulong Number64(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (at == bytes.Length)
            {
                break;
            }

            byte next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("it ends within a number");
    }

    private static void Write(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
