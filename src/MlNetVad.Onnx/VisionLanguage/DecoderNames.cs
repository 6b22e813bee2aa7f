using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>What a decoder's metadata says: which of the known inputs it has, and the cache of each layer.</summary>
internal sealed class DecoderNames
{
    private DecoderNames(OnnxModel network, VisionLanguageLayout layout, bool useCache)
    {
        network.RequireInput(layout.DecoderEmbeddings, TensorElementType.Float, -1, -1, -1);
        network.RequireOutput(layout.Logits, TensorElementType.Float, -1, -1, -1);
        Mask = Optional(network, layout.AttentionMask, -1, -1);
        Positions = Optional(network, layout.PositionIds, -1, -1);
        LogitsToKeep = Optional(network, layout.LogitsToKeep);
        List<string> past = [], present = [];
        for (int layer = 0; network.Inputs.ContainsKey(Name(layout.Past[0], layer)); layer++)
        {
            past.AddRange(layout.Past.Select(p => Name(p, layer)));
            present.AddRange(layout.Present.Select(p => Name(p, layer)));
        }

        Cache = [.. past.Select(p => CacheShape(network, p))];
        foreach ((string output, (TensorElementType type, long[] shape)) in present.Zip(Cache))
        {
            network.RequireOutput(output, type, -1, (int)shape[1], -1, (int)shape[3]);
        }

        if (useCache && past.Count == 0)
        {
            throw new VadException($"'{network.File.Name}' has no input '{Name(layout.Past[0], 0)}', so it cannot keep a cache; take the merged decoder with past, or set UseCache to false.");
        }

        Inputs = [.. new[] { layout.DecoderEmbeddings, Mask, Positions, LogitsToKeep }.OfType<string>(), .. past];
        Outputs = [layout.Logits, .. useCache ? present : []];
        network.RequireNoOther(Inputs);
    }

    /// <summary>Its attention mask, or null.</summary>
    public string? Mask { get; }

    /// <summary>Its positions, or null.</summary>
    public string? Positions { get; }

    /// <summary>Its number of positions that need logits, or null.</summary>
    public string? LogitsToKeep { get; }

    /// <summary>Type and shape of each key and value when nothing is past: [1, heads, 0, head dimension].</summary>
    public IReadOnlyList<(TensorElementType Type, long[] Shape)> Cache { get; }

    /// <summary>All inputs: embeddings, those of mask, positions and logits to keep that are there, the cache.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>Logits, then the cache where it is kept.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="VadException">It is no such decoder.</exception>
    public static DecoderNames Of(OnnxModel network, VisionLanguageLayout layout, bool useCache) => new(network, layout, useCache);

    private static string Name(string pattern, int layer) => string.Format(CultureInfo.InvariantCulture, pattern, layer);

    private static string? Optional(OnnxModel network, string name, params ReadOnlySpan<int> shape)
    {
        if (!network.Inputs.ContainsKey(name))
        {
            return null;
        }

        network.RequireInput(name, TensorElementType.Int64, shape);
        return name;
    }

    private static (TensorElementType Type, long[] Shape) CacheShape(OnnxModel network, string name)
    {
        if (!network.Inputs.TryGetValue(name, out NodeMetadata? node) || !node.IsTensor || node.Dimensions is not [_, > 0, _, > 0])
        {
            string found = node is null ? "is not there" : $"is [{string.Join(", ", node.Dimensions)}]";
            throw new VadException($"The input '{name}' of '{network.File.Name}' {found}; expected [1, heads, past, head dimension] with fixed heads and head dimension.");
        }

        return (node.ElementDataType, [1, node.Dimensions[1], 0, node.Dimensions[3]]);
    }
}
