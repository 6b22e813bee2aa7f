using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>One object of a config, read by what is expected of it. Unknown properties are left alone.</summary>
internal sealed class ConfigNode(ConfigDocument document, JsonObject json, string path)
{
    /// <summary>The properties, for a reader that does not know their names.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Properties => json;

    /// <summary>The node's Type, one of those given, and its Version, no newer than this library knows.</summary>
    /// <param name="newestVersion">The newest version that can be read; older ones are.</param>
    /// <param name="types">The types that may stand here.</param>
    public string Type(int newestVersion, params ReadOnlySpan<string> types)
    {
        string type = Text("Type");
        if (!types.Contains(type))
        {
            throw Wrong("Type", OneOf(types), $"\"{type}\"");
        }

        int version = Integer("Version");
        return version >= 1 && version <= newestVersion
            ? type
            : throw Wrong("Version", newestVersion == 1 ? "1" : $"1 to {newestVersion} (a newer config needs a newer mlnetvad)", $"{version}");
    }

    /// <summary>A child object that must be there.</summary>
    public ConfigNode Child(string name) =>
        OptionalChild(name) ?? throw Wrong(name, "an object with Type and Version", "nothing");

    /// <summary>A child object, or null where there is none.</summary>
    public ConfigNode? OptionalChild(string name) => json[name] switch
    {
        null => null,
        JsonObject child => new ConfigNode(document, child, PathOf(name)),
        { } other => throw Wrong(name, "an object with Type and Version", Show(other)),
    };

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "a text", "nothing");

    /// <summary>A text, or null where there is none.</summary>
    public string? OptionalText(string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        { } other => throw Wrong(name, "a text", Show(other)),
    };

    /// <summary>A whole number that must be there.</summary>
    public int Integer(string name) => OptionalInteger(name) ?? throw Wrong(name, "a whole number", "nothing");

    /// <summary>A whole number, or null where there is none.</summary>
    public int? OptionalInteger(string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out int number) => number,
        { } other => throw Wrong(name, "a whole number", Show(other)),
    };

    /// <summary>A path that the config gives, absolute: paths are relative to the config file.</summary>
    public string ResolvePath(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(document.Path))!);

    /// <summary>Whether a property is there and true.</summary>
    public bool IsTrue(string name) => json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The complaint about one property of this node.</summary>
    public VadException Wrong(string name, string expected, string found) => document.Wrong(PathOf(name), expected, found);

    /// <summary>A value as a complaint shows it: short and on one line.</summary>
    public static string Show(JsonNode? value)
    {
        const int Longest = 40;
        string text = value switch
        {
            null => "null",
            JsonObject => "an object",
            JsonArray => "a list",
            _ => value.ToJsonString(),
        };
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    /// <summary>"a", or "b or c", as a sentence needs it.</summary>
    public static string OneOf(ReadOnlySpan<string> names) => names.Length == 1
        ? $"\"{names[0]}\""
        : $"one of \"{string.Join("\", \"", names.ToArray())}\"";

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
