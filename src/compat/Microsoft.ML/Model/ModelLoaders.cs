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

    public static Func<ModelLoadContext, ITransformer> Of(string signature) =>
        Known.GetValueOrDefault(signature) ?? throw new FormatException($"The model holds a '{signature}', which this library does not know.");
}
