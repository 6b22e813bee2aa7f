using System.Reflection;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>Which public fields of an options class a config can set, and which of them are nodes of their own.</summary>
internal static class OptionFields
{
    private static readonly string[] Suffixes = ["Options", "Trainer", "Estimator"];

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
    public static bool IsNode(Type type) =>
        type is { IsClass: true, IsArray: false } && type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetConstructor(Type.EmptyTypes) is not null;

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
        return inner.IsPrimitive || inner.IsEnum || inner == typeof(string) || (inner.IsArray && inner.GetElementType()!.IsPrimitive);
    }
}
