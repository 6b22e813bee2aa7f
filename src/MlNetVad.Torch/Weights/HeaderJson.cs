using System.Text.Json;

namespace MlNetVad.Torch.Weights;

/// <summary>Reads the parts of a safetensors header, token by token, so that a key given twice is noticed.</summary>
internal static class HeaderJson
{
    /// <summary>The next key of the object that the reader is in; null at its end.</summary>
    /// <exception cref="FormatException">The key was there before, or the reader is not in an object.</exception>
    public static string? NextKey(ref Utf8JsonReader reader, HashSet<string> seen, string where)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        string key = reader.GetString()!;
        return seen.Add(key) ? key : throw new FormatException($"{where} has the name '{key}' twice");
    }

    public static void ReadMetadata(ref Utf8JsonReader reader, SortedDictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, WeightLayout.MetadataKey);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (NextKey(ref reader, seen, WeightLayout.MetadataKey) is { } key)
        {
            reader.Read();
            Expect(ref reader, JsonTokenType.String, $"{WeightLayout.MetadataKey} entry '{key}'");
            metadata.Add(key, reader.GetString()!);
        }
    }

    public static WeightInfo ReadTensor(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{name}'");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        WeightType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (NextKey(ref reader, seen, $"tensor '{name}'") is { } key)
        {
            reader.Read();
            switch (key)
            {
                case "dtype":
                    type = ReadType(ref reader, name);
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, $"shape of tensor '{name}'");
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, $"data_offsets of tensor '{name}'");
                    break;
                default:
                    throw new FormatException($"tensor '{name}' has the unknown entry '{key}'");
            }
        }

        return Assemble(name, type, shape, offsets);
    }

    private static WeightInfo Assemble(string name, WeightType? type, long[]? shape, long[]? offsets)
    {
        if (type is null || shape is null || offsets is not { Length: 2 })
        {
            throw new FormatException($"tensor '{name}' lacks one of dtype, shape and data_offsets [begin, end]");
        }

        long length;
        try
        {
            length = WeightLayout.BytesOf(type.Value, shape);
        }
        catch (OverflowException e)
        {
            throw new FormatException($"the shape {WeightLayout.Show(shape)} of tensor '{name}' is too big", e);
        }

        return offsets[1] - offsets[0] == length
            ? new WeightInfo(name, type.Value, shape, offsets[0], length)
            : throw new FormatException($"tensor '{name}' has {offsets[1] - offsets[0]} bytes, and {type} {WeightLayout.Show(shape)} needs {length}");
    }

    private static WeightType ReadType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, $"dtype of tensor '{name}'");
        string stored = reader.GetString()!;
        return WeightTypes.TryParse(stored, out WeightType type)
            ? type
            : throw new FormatException($"tensor '{name}' is of type '{stored}', and {WeightTypes.Names} are read");
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string what)
    {
        Expect(ref reader, JsonTokenType.StartArray, what);
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) && number >= 0
                ? number
                : throw new FormatException($"the {what} has something other than whole numbers from 0 on"));
        }

        return [.. numbers];
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.TokenType != type)
        {
            throw new FormatException($"{what} is {reader.TokenType} where {type} belongs");
        }
    }
}
