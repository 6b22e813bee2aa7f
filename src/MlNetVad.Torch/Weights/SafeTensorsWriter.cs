using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using MlNetVad.Persistence;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Weights;

/// <summary>
/// Writes a safetensors file. The same tensors give the same bytes in whatever order they were added: wider types come
/// first, so that every tensor is aligned, and names are sorted within.
/// </summary>
public sealed class SafeTensorsWriter
{
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

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its name, once a file.</param>
    /// <param name="value">Its numbers, read when the file is written: it lives until then.</param>
    /// <param name="type">How floats are stored, narrower types round to nearest; as they are where null.</param>
    /// <exception cref="ArgumentException">The name is taken, or the tensor cannot be stored as that type.</exception>
    public SafeTensorsWriter Add(string name, Tensor value, WeightType? type = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!WeightTypes.TryStore(value.dtype, out WeightType? own))
        {
            throw new ArgumentException($"The tensor '{name}' is of type {value.dtype}, and {WeightTypes.Names} are stored.", nameof(value));
        }

        WeightType stored = type ?? own.Value;
        if (stored != own && !(stored.IsFloat() && own.Value.IsFloat()))
        {
            throw new ArgumentException($"The tensor '{name}' of type {own} cannot be stored as {stored}; only floats are converted, to floats.", nameof(type));
        }

        if (name == WeightLayout.MetadataKey)
        {
            throw new ArgumentException($"No tensor is called '{name}': the format keeps that name; call it otherwise.", nameof(name));
        }

        return _entries.TryAdd(name, new Entry(stored, value, WeightLayout.BytesOf(stored, value.shape)))
            ? this
            : throw new ArgumentException($"There is a tensor '{name}' already; names are unique in a file.", nameof(name));
    }

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
        KeyValuePair<string, Entry>[] ordered = [.. _entries.OrderByDescending(e => e.Value.Type.Bytes())];
        byte[] header = Header(ordered);
        Span<byte> length = stackalloc byte[WeightLayout.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (KeyValuePair<string, Entry> entry in ordered)
        {
            TensorBytes.Write(stream, entry.Key, entry.Value.Type, entry.Value.Value);
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
        WriteNumbers(json, "shape", entry.Value.shape);
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

    private sealed record Entry(WeightType Type, Tensor Value, long ByteLength);
}
