using System.Reflection;
using System.Text.Json.Nodes;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>Sets parameters in a config's tree by their dotted names; nodes that are missing are made, with their Type and Version.</summary>
internal static class ParameterEdits
{
    /// <summary>Sets them.</summary>
    /// <param name="tree">The whole config, changed.</param>
    /// <param name="training">What it says now: decides which names there are.</param>
    /// <param name="parameters">Values by dotted name.</param>
    /// <exception cref="VadException">There is no such parameter.</exception>
    public static void Apply(JsonObject tree, TrainingOptionConfig training, IReadOnlyDictionary<string, JsonNode?> parameters)
    {
        JsonObject root = Node(tree["TrainingOption"]!.AsObject(), TrainingOptionConfig.ParametersNode, training.Trainer);
        foreach ((string name, JsonNode? value) in parameters)
        {
            JsonObject node = root;
            object? current = training.Options;
            Type options = current.GetType();
            IReadOnlyCollection<string> fixedNames = OptionFields.SetByPipeline(options);
            bool isOneOfSeveral = false;
            string[] path = name.Split('.');
            foreach (string step in path[..^1])
            {
                FieldInfo field = Field(options, fixedNames, step, name, training.Trainer);
                fixedNames = OptionFields.Within(fixedNames, step);
                current = current is null ? null : field.GetValue(current);
                options = current?.GetType() ?? OptionFields.Choices(field.FieldType)[0];
                isOneOfSeveral = field.FieldType.IsAbstract;
                node = Node(node, step, OptionFields.NodeType(options));
            }

            if (isOneOfSeveral && path[^1] == OptionFields.TypeProperty)
            {
                node[OptionFields.TypeProperty] = value?.DeepClone();
                continue;
            }

            Field(options, fixedNames, path[^1], name, training.Trainer);
            node[path[^1]] = value?.DeepClone();
        }
    }

    private static FieldInfo Field(Type options, IReadOnlyCollection<string> fixedNames, string step, string name, string trainer) =>
        OptionFields.Of(options, fixedNames).FirstOrDefault(field => field.Name == step)
            ?? throw new VadException($"{trainer} has no parameter '{name}' that a config can set.");

    private static JsonObject Node(JsonObject parent, string name, string type)
    {
        if (parent[name] is not JsonObject node)
        {
            parent[name] = node = new JsonObject { ["Type"] = type, ["Version"] = 1 };
        }

        return node;
    }
}
