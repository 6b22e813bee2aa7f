using MlNetVad;
using MlNetVad.Onnx;
using MlNetVad.Pretrained;
using MlNetVad.Transforms;

namespace Microsoft.ML;

/// <summary>Adds sentence encoders whose weights a package brings to the transforms catalog.</summary>
public static class PretrainedTextCatalog
{
    /// <summary>Creates an <see cref="OnnxTextEmbeddingEstimator"/> whose weights come with this package: text as meaning, without a file.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add: <c>Vector&lt;Single, 384&gt;</c> of a text, <c>Vector&lt;Single, *, 384&gt;</c> of a vector of texts.</param>
    /// <param name="inputColumnName">The text column, <c>Text</c> or <c>Vector&lt;Text&gt;</c>; null means the output's name.</param>
    /// <param name="encoder">The network.</param>
    /// <param name="carryWeights">Whether a saved model carries the weights, 91 MB; else it names them by package, resource and SHA-256.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">The encoder is none of its values; when it is fitted, the package of the weights is not there.</exception>
    /// <example><code>
    /// var semantic = ml.Transforms.EmbedText("Semantic", "Caption", PretrainedText.MiniLM);
    /// </code></example>
    public static OnnxTextEmbeddingEstimator EmbedText(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, PretrainedText encoder, bool carryWeights = false)
    {
        OptionCheck.OneOf(nameof(encoder), encoder);
        return catalog.EmbedText(new MiniLMOptions
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName ?? outputColumnName,
            CarryWeights = carryWeights,
        });
    }
}
