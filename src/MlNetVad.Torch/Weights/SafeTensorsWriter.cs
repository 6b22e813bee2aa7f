using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using MlNetVad.Persistence;

namespace MlNetVad.Torch.Weights;

/// <summary>
/// Writes a safetensors file. The same tensors give the same bytes in whatever order they were added: wider types come
/// first, so that every tensor is aligned, and names are sorted within.
/// </summary>
public sealed class SafeTensorsWriter
{
    private const int Step = 1 << 20;
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a free text entry.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">The text.</param>
    public SafeTensorsWriter AddMetadata(string key, string value)
    {
        _metadata[key] = value;
        return this;
    }

    /// <summary>Adds a float tensor.</summary>
    /// <param name="name">Its name, once a file.</param>
    /// <param name="values">Its numbers, row-major; read when the file is written.</param>
    /// <param name="shape">Its sizes, outermost first; empty for a scalar.</param>
    /// <param name="type">How they are stored; narrower types round to nearest.</param>
    public SafeTensorsWriter Add(string name, ReadOnlyMemory<float> values, ReadOnlySpan<long> shape, WeightType type = WeightType.F32)
    {
        if (type == WeightType.I64)
        {
            throw new ArgumentException("Floats are stored as F32, F16 or BF16; I64 takes integers.", nameof(type));
        }

        return Add(name, type, shape, values.Length, stream => WriteSingles(stream, name, type, values.Span));
    }

    /// <summary>Adds an integer tensor.</summary>
    /// <param name="name">Its name, once a file.</param>
    /// <param name="values">Its numbers, row-major; read when the file is written.</param>
    /// <param name="shape">Its sizes, outermost first; empty for a scalar.</param>
    public SafeTensorsWriter Add(string name, ReadOnlyMemory<long> values, ReadOnlySpan<long> shape) =>
        Add(name, WeightType.I64, shape, values.Length, stream => WriteInt64s(stream, values.Span));

    /// <summary>Writes the file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VadException">It cannot be written, or a value is too big for its type.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes to a stream, from where it stands; the stream need not seek.</summary>
    /// <param name="stream">Takes the bytes.</param>
    /// <exception cref="VadException">A value is too big for its type.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        KeyValuePair<string, Entry>[] ordered = [.. _entries.OrderByDescending(e => WeightLayout.BytesOf(e.Value.Type))];
        byte[] header = Header(ordered);
        Span<byte> length = stackalloc byte[WeightLayout.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (KeyValuePair<string, Entry> entry in ordered)
        {
            entry.Value.Write(stream);
        }
    }

    /// <summary>Adds a tensor whose bytes a callback gives when the file is written.</summary>
    internal SafeTensorsWriter Add(string name, WeightType type, ReadOnlySpan<long> shape, long count, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        long bytes = WeightLayout.BytesOf(type, shape);
        if (name == WeightLayout.MetadataKey || bytes != count * WeightLayout.BytesOf(type))
        {
            throw new ArgumentException($"The tensor '{name}' has {count} numbers, and its shape is {WeightLayout.Show(shape.ToArray())}.", nameof(shape));
        }

        return _entries.TryAdd(name, new Entry(type, shape.ToArray(), bytes, write))
            ? this
            : throw new ArgumentException($"There is a tensor '{name}' already; names are unique in a file.", nameof(name));
    }

    internal static void WriteSingles(Stream stream, string name, WeightType type, ReadOnlySpan<float> values)
    {
        int size = WeightLayout.BytesOf(type);
        byte[] buffer = new byte[Math.Min(values.Length, Step) * size];
        for (int done = 0; done < values.Length; done += Step)
        {
            ReadOnlySpan<float> part = values[done..Math.Min(done + Step, values.Length)];
            WeightConversion.Narrow(type, part, buffer, name);
            stream.Write(buffer, 0, part.Length * size);
        }
    }

    internal static void WriteInt64s(Stream stream, ReadOnlySpan<long> values)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (long value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    private byte[] Header(KeyValuePair<string, Entry>[] ordered)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            if (_metadata.Count > 0)
            {
                json.WriteStartObject(WeightLayout.MetadataKey);
                foreach (KeyValuePair<string, string> entry in _metadata)
                {
                    json.WriteString(entry.Key, entry.Value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (KeyValuePair<string, Entry> entry in ordered)
            {
                WriteEntry(json, entry.Key, entry.Value, ref offset);
            }

            json.WriteEndObject();
        }

        while (buffer.Length % WeightLayout.LengthBytes != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Entry entry, ref long offset)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", entry.Type.ToString());
        WriteNumbers(json, "shape", entry.Shape);
        WriteNumbers(json, "data_offsets", [offset, offset + entry.ByteLength]);
        json.WriteEndObject();
        offset += entry.ByteLength;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private sealed record Entry(WeightType Type, long[] Shape, long ByteLength, Action<Stream> Write);
}
