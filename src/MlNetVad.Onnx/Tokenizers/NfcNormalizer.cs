using Microsoft.ML.Tokenizers;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>Puts characters together (NFC), as Qwen2's tokenizer does first.</summary>
internal sealed class NfcNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string original) => CanonicalForms.Compose(original);

    /// <inheritdoc/>
    public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
}
