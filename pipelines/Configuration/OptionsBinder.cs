using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>
/// Fills the public fields of an options class from the properties of a config node that have their names, so that a
/// pipeline's options are described in one place only.
/// </summary>
internal static class OptionsBinder
{
    /// <summary>What the options say now, by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Values(object options) =>
        [.. Fields(options.GetType()).Select(field => KeyValuePair.Create(field.Name, $"{field.GetValue(options)}"))];

    /// <summary>Sets what the node says; everything else keeps its default.</summary>
    /// <param name="node">The node; null sets nothing.</param>
    /// <param name="options">The options to fill.</param>
    /// <returns>Names in the node that no option has: probably typing errors, worth a warning.</returns>
    public static IReadOnlyList<string> Bind(ConfigNode? node, object options)
    {
        var unknown = new List<string>();
        Dictionary<string, FieldInfo> fields = Fields(options.GetType()).ToDictionary(field => field.Name);
        foreach ((string name, JsonNode? value) in node?.Properties ?? [])
        {
            if (fields.TryGetValue(name, out FieldInfo? field))
            {
                field.SetValue(options, Convert(node!, name, value, field.FieldType));
            }
            else if (name is not ("Type" or "Version"))
            {
                unknown.Add(name);
            }
        }

        return unknown;
    }

    private static IEnumerable<FieldInfo> Fields(Type options) =>
        options.GetFields(BindingFlags.Public | BindingFlags.Instance).Where(field => IsSimple(field.FieldType));

    private static bool IsSimple(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.IsPrimitive || inner.IsEnum || inner == typeof(string) || (inner.IsArray && inner.GetElementType()!.IsPrimitive);
    }

    private static object? Convert(ConfigNode node, string name, JsonNode? value, Type type)
    {
        Type? inner = Nullable.GetUnderlyingType(type);
        if (value is null && (inner is not null || type == typeof(string)))
        {
            return null;
        }

        Type target = inner ?? type;
        try
        {
            return target.IsEnum ? ToEnum(value, target) : value.Deserialize(target);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            throw node.Wrong(name, Describe(target), ConfigNode.Show(value));
        }
    }

    private static object ToEnum(JsonNode? value, Type target) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String
        && Enum.GetNames(target).Contains(text.GetValue<string>())
            ? Enum.Parse(target, text.GetValue<string>())
            : throw new FormatException();

    private static string Describe(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => ConfigNode.OneOf(Enum.GetNames(type)),
        _ when type.IsArray => "a list of numbers",
        TypeCode.Boolean => "true or false",
        TypeCode.String => "a text",
        TypeCode.Single or TypeCode.Double => "a number",
        _ => "a whole number",
    };
}
