using System.Text;
using System.Text.Json;

namespace MlNetVad.Torch.Weights;

/// <summary>The JSON header of a safetensors file: which tensors it has, and where.</summary>
/// <param name="Tensors">The tensors in the order of their bytes.</param>
/// <param name="Metadata">The free text entries.</param>
internal sealed record SafeTensorsHeader(IReadOnlyList<WeightInfo> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Reads a header and checks every offset against the file.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">The bytes behind the header.</param>
    /// <exception cref="FormatException">What is wrong, as a part of a sentence.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw new FormatException("its header is not a JSON object");
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            SafeTensorsHeader header = Read(ref reader);
            CheckOffsets(header.Tensors, dataLength);
            return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new FormatException("its header is not valid JSON", e);
        }
    }

    private static SafeTensorsHeader Read(ref Utf8JsonReader reader)
    {
        var tensors = new List<WeightInfo>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        reader.Read();
        while (HeaderJson.NextKey(ref reader, seen, "its header") is { } name)
        {
            reader.Read();
            if (name == WeightLayout.MetadataKey)
            {
                HeaderJson.ReadMetadata(ref reader, metadata);
            }
            else
            {
                tensors.Add(HeaderJson.ReadTensor(ref reader, name));
            }
        }

        reader.Read();   // throws at anything but padding behind the object
        tensors.Sort((a, b) => (a.Offset, a.ByteLength).CompareTo((b.Offset, b.ByteLength)) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name));
        return new SafeTensorsHeader(tensors, metadata);
    }

    private static void CheckOffsets(IReadOnlyList<WeightInfo> tensors, long dataLength)
    {
        long end = 0;
        foreach (WeightInfo tensor in tensors)
        {
            if (tensor.Offset + tensor.ByteLength > dataLength)
            {
                throw new FormatException($"tensor '{tensor.Name}' ends at byte {tensor.Offset + tensor.ByteLength} of the data, and the file has {dataLength}");
            }

            if (tensor.Offset != end)
            {
                throw new FormatException(tensor.Offset < end
                    ? $"tensor '{tensor.Name}' overlaps the one before it"
                    : $"there is a hole of {tensor.Offset - end} bytes before tensor '{tensor.Name}'");
            }

            end += tensor.ByteLength;
        }

        if (end != dataLength)
        {
            throw new FormatException($"its tensors take {end} bytes, and {dataLength} are there");
        }
    }
}
