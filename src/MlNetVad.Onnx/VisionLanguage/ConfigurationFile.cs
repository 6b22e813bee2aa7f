using System.Text.Json;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>A JSON file that lies beside a model.</summary>
internal static class ConfigurationFile
{
    /// <summary>Reads a file of a folder; an empty object where there is none.</summary>
    /// <exception cref="VadException">It is no JSON.</exception>
    public static JsonElement Read(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.Exists(path) ? File.ReadAllBytes(path) : "{}"u8.ToArray());
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new VadException($"'{path}' cannot be read as JSON ({e.Message.Split('\n')[0].TrimEnd('.')}); bring the model's own file back, or take it away and say what it held in the options.", e);
        }
    }

    /// <summary>A member of an object, or of objects in it: "vision_config.image_size".</summary>
    public static JsonElement? Find(this JsonElement element, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>A whole number.</summary>
    public static int? FindInt(this JsonElement element, string path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt32(out int value) ? value : null;

    /// <summary>A list of numbers.</summary>
    public static float[]? FindFloats(this JsonElement element, string path) =>
        element.Find(path) is { ValueKind: JsonValueKind.Array } found && found.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Number)
            ? [.. found.EnumerateArray().Select(v => v.GetSingle())]
            : null;
}
