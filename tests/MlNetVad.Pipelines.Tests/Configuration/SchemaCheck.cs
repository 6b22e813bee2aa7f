using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetVad.Pipelines.Tests.Configuration;

/// <summary>Just enough of JSON Schema for our own schema; stricter in one way: a property that is not listed is a complaint.</summary>
internal sealed class SchemaCheck(JsonObject root)
{
    private readonly List<string> _complaints = [];

    public IReadOnlyList<string> Complaints(JsonNode value)
    {
        _complaints.Clear();
        Check(root, value, "$");
        return [.. _complaints];
    }

    private void Check(JsonNode schema, JsonNode? value, string path)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            schema = root["$defs"]![reference["#/$defs/".Length..]]!;
        }

        if (schema["oneOf"] is JsonArray choices)
        {
            schema = Chosen(choices, value);
        }

        if (schema["type"] is { } type && !Types(type).Any(t => Is(t, value)))
        {
            _complaints.Add($"{path}: {value?.ToJsonString() ?? "null"} is no {string.Join(" or ", Types(type))}");
            return;
        }

        if ((schema["const"] is { } only && !JsonNode.DeepEquals(only, value))
            || (schema["enum"] is JsonArray any && !any.Any(one => JsonNode.DeepEquals(one, value)))
            || (schema["minimum"] is { } least && (double)value! < (double)least)
            || (schema["maximum"] is { } most && (double)value! > (double)most))
        {
            _complaints.Add($"{path}: {value?.ToJsonString()} is not allowed");
        }

        if (value is JsonObject node && schema["properties"] is JsonObject properties)
        {
            CheckProperties(schema, properties, node, path);
        }

        if (value is JsonArray list && schema["items"] is { } items)
        {
            for (int i = 0; i < list.Count; i++)
            {
                Check(items, list[i], $"{path}[{i}]");
            }
        }
    }

    /// <summary>Of several nodes the one whose Type fits; the first where none does, so that its complaint is heard.</summary>
    private JsonNode Chosen(JsonArray choices, JsonNode? value)
    {
        JsonNode[] nodes = [.. choices.Select(choice => root["$defs"]![((string)choice!["$ref"]!)["#/$defs/".Length..]]!)];
        return nodes.FirstOrDefault(node => node["properties"]!["Type"] is { } type
            && (JsonNode.DeepEquals(type["const"], value?["Type"]) || (type["enum"] is JsonArray any && any.Any(one => JsonNode.DeepEquals(one, value?["Type"]))))) ?? nodes[0];
    }

    private void CheckProperties(JsonNode schema, JsonObject properties, JsonObject node, string path)
    {
        foreach (string name in (schema["required"]?.AsArray() ?? []).Select(n => (string)n!).Where(n => !node.ContainsKey(n)))
        {
            _complaints.Add($"{path}: {name} is required");
        }

        foreach ((string name, JsonNode? value) in node)
        {
            if (properties[name] is { } known)
            {
                Check(known, value, $"{path}.{name}");
            }
            else
            {
                _complaints.Add($"{path}: {name} is not in the schema");
            }
        }
    }

    private static IEnumerable<string> Types(JsonNode type) => type is JsonArray many ? many.Select(t => (string)t!) : [(string)type!];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String)
            or ("number", JsonValueKind.Number) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value!.AsValue().TryGetValue(out int _),
        _ => false,
    };
}
