using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Which code reads a folder of the zip, by the signature that the folder's <c>Model.key</c> starts with.</summary>
internal static class ModelLoaders
{
    private static readonly Dictionary<string, Func<ModelLoadContext, ITransformer>> Known = new()
    {
        [TransformerChainFormat.Signature] = TransformerChainFormat.Load,
        [CustomMappingContract.Signature] = CustomMappingContract.Load,
        [ValueMappingTransformer.Signature] = ValueMappingTransformer.Load,
        [ColumnCopyingTransformer.Signature] = ColumnCopyingTransformer.Load,
        [ColumnSelectingTransformer.Signature] = ColumnSelectingTransformer.Load,
        [ColumnConcatenatingTransformer.Signature] = ColumnConcatenatingTransformer.Load,
        [NormalizingTransformer.Signature] = NormalizingTransformer.Load,
    };

    // transformers in assemblies of their own, loaded when a model needs them
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["OnnxTransform"] = "Microsoft.ML.Transforms.Onnx.OnnxTransformer, Microsoft.ML.OnnxTransformer",
    };

    public static Func<ModelLoadContext, ITransformer> Of(string signature) =>
        Known.GetValueOrDefault(signature) ?? Loaded(signature) ?? throw new FormatException($"The model holds a '{signature}', which this library does not know.");

    private static Func<ModelLoadContext, ITransformer> Loaded(string signature) =>
        Elsewhere.TryGetValue(signature, out string name) && Type.GetType(name) is { } type
            ? type.GetMethod("Load", BindingFlags.Static | BindingFlags.NonPublic, [typeof(ModelLoadContext)]).CreateDelegate<Func<ModelLoadContext, ITransformer>>()
            : null;
}
