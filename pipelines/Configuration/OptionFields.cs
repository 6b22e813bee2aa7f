using System.Reflection;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>Which public fields of an options class a config can set, and which of them are nodes of their own.</summary>
internal static class OptionFields
{
    /// <summary>What says of which class a node is.</summary>
    public const string TypeProperty = "Type";

    private static readonly string[] Suffixes = ["Options", "Trainer", "Estimator", "Captioner"];

    // where the classes lie that a field of an abstract class may hold
    private static readonly Assembly[] Extensible = [typeof(Onnx.TextEncoderOptions).Assembly, typeof(Pretrained.MiniLMOptions).Assembly];

    /// <summary>Every field: simple values, and options within options.</summary>
    /// <param name="options">The options class.</param>
    /// <param name="fixedNames">Dotted paths that are not for configs, relative to this class.</param>
    public static IEnumerable<FieldInfo> Of(Type options, IReadOnlyCollection<string> fixedNames) =>
        options.GetFields(BindingFlags.Public | BindingFlags.Instance)
            .Where(field => (IsSimple(field.FieldType) || IsNode(field.FieldType)) && !fixedNames.Contains(field.Name));

    /// <summary>The paths that a pipeline sets itself.</summary>
    public static IReadOnlyCollection<string> SetByPipeline(Type options) => options.GetCustomAttribute<SetByPipelineAttribute>()?.Names ?? [];

    /// <summary>Those of the paths that lie in a field, relative to it.</summary>
    public static string[] Within(IReadOnlyCollection<string> paths, string field) =>
        [.. paths.Where(path => path.StartsWith(field + ".", StringComparison.Ordinal)).Select(path => path[(field.Length + 1)..])];

    /// <summary>Whether a field holds options of its own.</summary>
    public static bool IsNode(Type type) => Choices(type).Count > 0;

    /// <summary>The classes that such a node may be: the field's, or where that is abstract those derived from it; the node's Type says which.</summary>
    public static IReadOnlyList<Type> Choices(Type type) => type switch
    {
        { IsClass: true, IsAbstract: true } => [.. Extensible.SelectMany(a => a.GetExportedTypes()).Where(t => t.IsSubclassOf(type) && IsMade(t)).OrderBy(NodeType, StringComparer.Ordinal)],
        { IsClass: true, IsArray: false } when type.Name.EndsWith("Options", StringComparison.Ordinal) && IsMade(type) => [type],
        _ => [],
    };

    private static bool IsMade(Type type) => !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null;

    /// <summary>What stands in such a node's Type: the name of the class without its role, <c>SparseFeatureFilteringTrainer.Options</c> is <c>SparseFeatureFiltering</c>.</summary>
    public static string NodeType(Type type)
    {
        string name = type is { Name: "Options", DeclaringType: { } owner } ? owner.Name : type.Name;
        foreach (string suffix in Suffixes)
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name[..^suffix.Length];
            }
        }

        return name;
    }

    private static bool IsSimple(Type type)
    {
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        return IsOne(inner) || (inner.IsArray && IsOne(inner.GetElementType()!));
    }

    /// <summary>The values of a class that has names for some of its own: a config says the name.</summary>
    public static IReadOnlyDictionary<string, object> Named(Type type) => type.IsClass
        ? type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(p => p.PropertyType == type).ToDictionary(p => p.Name, p => p.GetValue(null)!)
        : new Dictionary<string, object>();

    private static bool IsOne(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || Named(type).Count > 0;
}
