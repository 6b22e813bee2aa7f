using System.Reflection;
using MlNetVad.Persistence;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>The files that a pipeline's options name, in every node that needs some.</summary>
internal static class OptionFiles
{
    /// <summary>The files, their options by dotted name.</summary>
    public static IReadOnlyList<NeededFile> Of(object options) => [.. Walk(options, "", OptionFields.SetByPipeline(options.GetType()))];

    private static IEnumerable<NeededFile> Walk(object options, string prefix, IReadOnlyCollection<string> fixedNames)
    {
        if (options is INeedsFiles needs)
        {
            foreach (NeededFile file in needs.NeededFiles())
            {
                yield return file with { Option = prefix + file.Option };
            }
        }

        foreach (FieldInfo field in OptionFields.Of(options.GetType(), fixedNames).Where(field => OptionFields.IsNode(field.FieldType)))
        {
            if (field.GetValue(options) is { } inner)
            {
                foreach (NeededFile file in Walk(inner, $"{prefix}{field.Name}.", OptionFields.Within(fixedNames, field.Name)))
                {
                    yield return file;
                }
            }
        }
    }
}
