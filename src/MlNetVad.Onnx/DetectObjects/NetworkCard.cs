using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using MlNetVad.Onnx.Models;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>What a detector's file says of itself in its metadata: its task, and the names of its classes by id.</summary>
internal static partial class NetworkCard
{
    private const string Boxes = "detect";

    /// <summary>Refuses networks whose output is no boxes: by their stated task, or by a second output of masks.</summary>
    /// <exception cref="VadException">It is one; the message says which.</exception>
    public static void RequireBoxes(OnnxModel model, string output)
    {
        if (model.Metadata.TryGetValue("task", out string? task) && task.Length > 0 && task != Boxes)
        {
            throw new VadException($"'{model.File.Name}' is a network for the task '{task}', as its metadata say; its output is no list of upright boxes: give a network of the task '{Boxes}'.");
        }

        foreach ((string name, NodeMetadata node) in model.Outputs)
        {
            if (name != output && node.IsTensor && node.Dimensions.Length == 4 && model.Outputs[output].Dimensions.Length == 3)
            {
                throw new VadException($"'{model.File.Name}' has a second output '{name}' [{string.Join(", ", node.Dimensions)}], masks as a segmentation network gives them; its output '{output}' would be misread: give a network of the task '{Boxes}'.");
            }
        }
    }

    /// <summary>The names of the classes by id; null where the file gives none.</summary>
    /// <exception cref="VadException">The ids are not 0, 1, 2, …</exception>
    public static string[]? Names(OnnxModel model)
    {
        if (!model.Metadata.TryGetValue("names", out string? text) || Entry().Matches(text) is not { Count: > 0 } entries)
        {
            return null;
        }

        var names = new string[entries.Count];
        foreach (Match entry in entries)
        {
            bool fits = int.TryParse(entry.Groups["id"].ValueSpan, out int id) && id < names.Length && names[id] is null;
            names[fits ? id : throw new VadException($"'{model.File.Name}' names {names.Length} class{(names.Length == 1 ? "" : "es")} in its metadata, but not with the ids 0 to {names.Length - 1}; export it again, or give ClassNamesPath.")] =
                entry.Groups["single"].Success ? entry.Groups["single"].Value : entry.Groups["double"].Value;
        }

        return names;
    }

    // a Python dictionary, {0: 'person', 1: "driver's cab"}
    [GeneratedRegex("""(?<id>\d+)\s*:\s*('(?<single>[^']*)'|"(?<double>[^"]*)")""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Entry();
}
