using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>
/// Fills the public fields of an options class from the properties of a config node that have their names, options within
/// options from child nodes, so that a pipeline's options are described in one place only.
/// </summary>
internal static class OptionsBinder
{
    private const int NewestVersion = 1;
    private const string PathSuffix = "Path";

    /// <summary>What the options say now, by dotted name; paths relative to the config's folder, as a config says them.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Values(object options, string folder) =>
    [
        .. Values(options, "", OptionFields.SetByPipeline(options.GetType()))
            .Select(pair => IsPath(pair.Key) && pair.Value.Length > 0 ? KeyValuePair.Create(pair.Key, Path.GetRelativePath(folder, pair.Value)) : pair),
    ];

    /// <summary>Sets what the node says; everything else keeps its default.</summary>
    /// <param name="node">The node; null sets nothing.</param>
    /// <param name="options">The options to fill.</param>
    /// <returns>Dotted names in the node that no option has: probably typing errors, worth a warning.</returns>
    public static IReadOnlyList<string> Bind(ConfigNode? node, object options)
    {
        var unknown = new List<string>();
        if (node is not null)
        {
            Bind(node, options, "", OptionFields.SetByPipeline(options.GetType()), unknown);
        }

        return unknown;
    }

    private static IEnumerable<KeyValuePair<string, string>> Values(object options, string prefix, IReadOnlyCollection<string> fixedNames)
    {
        foreach (FieldInfo field in OptionFields.Of(options.GetType(), fixedNames))
        {
            object? value = field.GetValue(options);
            string name = prefix + field.Name;
            IEnumerable<KeyValuePair<string, string>> values = OptionFields.IsNode(field.FieldType) && value is not null
                ? Values(value, name + ".", OptionFields.Within(fixedNames, field.Name))
                : [KeyValuePair.Create(name, Show(value))];
            if (field.FieldType.IsAbstract && value is not null)
            {
                yield return KeyValuePair.Create($"{name}.{OptionFields.TypeProperty}", OptionFields.NodeType(value.GetType()));
            }

            foreach (KeyValuePair<string, string> pair in values)
            {
                yield return pair;
            }
        }
    }

    private static bool IsPath(string name) => name.EndsWith(PathSuffix, StringComparison.Ordinal);

    private static string Show(object? value) => value switch
    {
        null => "",
        Array list => string.Join(", ", list.Cast<object>().Select(item => System.Convert.ToString(item, CultureInfo.InvariantCulture))),
        _ when OptionFields.Named(value.GetType()) is { Count: > 0 } named => named.FirstOrDefault(n => n.Value.Equals(value)).Key ?? "of its own",
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void Bind(ConfigNode node, object options, string prefix, IReadOnlyCollection<string> fixedNames, List<string> unknown)
    {
        Dictionary<string, FieldInfo> fields = OptionFields.Of(options.GetType(), fixedNames).ToDictionary(field => field.Name);
        foreach ((string name, JsonNode? value) in node.Properties)
        {
            if (!fields.TryGetValue(name, out FieldInfo? field))
            {
                if (name is not (OptionFields.TypeProperty or "Version"))
                {
                    unknown.Add(prefix + name);
                }
            }
            else if (OptionFields.IsNode(field.FieldType))
            {
                if (value is null && IsOptional(field))
                {
                    field.SetValue(options, null);
                    continue;
                }

                ConfigNode child = node.Child(name);
                Bind(child, Inner(child, field, options), $"{prefix}{name}.", OptionFields.Within(fixedNames, name), unknown);
            }
            else
            {
                field.SetValue(options, Convert(node, name, value, field.FieldType));
            }
        }
    }

    /// <summary>The options within, of the class that the node's Type names: those that are there, or new ones.</summary>
    private static object Inner(ConfigNode child, FieldInfo field, object options)
    {
        IReadOnlyList<Type> choices = OptionFields.Choices(field.FieldType);
        string type = child.Type(NewestVersion, [.. choices.Select(OptionFields.NodeType)]);
        Type chosen = choices.First(choice => OptionFields.NodeType(choice) == type);
        object? present = field.GetValue(options);
        object inner = present?.GetType() == chosen ? present : Activator.CreateInstance(chosen)!;
        field.SetValue(options, inner);
        return inner;
    }

    private static bool IsOptional(FieldInfo field) => new NullabilityInfoContext().Create(field).WriteState == NullabilityState.Nullable;

    private static object? Convert(ConfigNode node, string name, JsonNode? value, Type type)
    {
        Type? inner = Nullable.GetUnderlyingType(type);
        if (value is null && (inner is not null || type == typeof(string) || type.IsArray))
        {
            return null;
        }

        Type target = inner ?? type;
        try
        {
            IReadOnlyDictionary<string, object> named = OptionFields.Named(target);
            object? converted = target.IsEnum ? ToEnum(value, target) : named.Count > 0 ? named[value.Deserialize<string>()!] : value.Deserialize(target);
            return converted is string { Length: > 0 } path && IsPath(name) ? node.ResolvePath(path) : converted;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NotSupportedException or KeyNotFoundException)
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
        _ when OptionFields.Named(type) is { Count: > 0 } named => ConfigNode.OneOf([.. named.Keys]),
        _ when type == typeof(string[]) => "a list of texts",
        _ when type.IsArray => "a list of numbers",
        TypeCode.Boolean => "true or false",
        TypeCode.String => "a text",
        TypeCode.Single or TypeCode.Double => "a number",
        _ => "a whole number",
    };
}
