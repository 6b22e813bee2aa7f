using MlNetVad;
using MlNetVad.Onnx;

namespace Microsoft.ML;

/// <summary>Adds sentence encoders in ONNX files to the transforms catalog.</summary>
public static class OnnxTextEmbeddingCatalog
{
    /// <summary>Creates an <see cref="OnnxTextEmbeddingEstimator"/>: text through a BERT-type network.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add: <c>Vector&lt;Single, d&gt;</c> of a text, <c>Vector&lt;Single, *, d&gt;</c> of a vector of texts.</param>
    /// <param name="inputColumnName">The text column, <c>Text</c> or <c>Vector&lt;Text&gt;</c>; null means the output's name.</param>
    /// <param name="modelPath">The network, an ONNX file.</param>
    /// <param name="vocabularyPath">Its WordPiece vocabulary, <c>vocab.txt</c>.</param>
    /// <param name="pooling">How the sentence's vector comes from the network.</param>
    /// <param name="normalize">Whether vectors are scaled to length 1.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var semantic = ml.Transforms.EmbedText("Semantic", "Caption", "minilm/model.onnx", "minilm/vocab.txt", TextPooling.Mean, normalize: true);
    /// </code></example>
    public static OnnxTextEmbeddingEstimator EmbedText(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        string modelPath,
        string vocabularyPath,
        TextPooling pooling = TextPooling.Pooler,
        bool normalize = false) =>
        catalog.EmbedText(new OnnxTextEmbeddingEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName ?? outputColumnName,
            ModelPath = modelPath,
            VocabularyPath = vocabularyPath,
            Pooling = pooling,
            Normalize = normalize,
        });

    /// <summary>Creates an <see cref="OnnxTextEmbeddingEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options of an encoder in files, or of one that a package brings.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option is out of its range.</exception>
    public static OnnxTextEmbeddingEstimator EmbedText(this TransformsCatalog catalog, TextEncoderOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new OnnxTextEmbeddingEstimator(options.ToFiles());
    }
}
