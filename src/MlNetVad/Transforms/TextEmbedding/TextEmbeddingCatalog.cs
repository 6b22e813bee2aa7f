using MlNetVad;
using MlNetVad.Transforms;

namespace Microsoft.ML;

/// <summary>Adds embeddings of text to the transforms catalog.</summary>
public static class TextEmbeddingCatalog
{
    /// <summary>Creates a <see cref="HashedTextEmbeddingEstimator"/>: text as hashed word n-grams, which needs no file.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add: <c>Vector&lt;Single, 768&gt;</c> of a text, <c>Vector&lt;Single, *, 768&gt;</c> of a vector of texts.</param>
    /// <param name="inputColumnName">The text column, <c>Text</c> or <c>Vector&lt;Text&gt;</c>; null means the output's name.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var pipeline = ml.Transforms.DescribeScene("Caption", "Clip", "Objects")
    ///     .Append(ml.Transforms.EmbedText("Semantic", "Caption"));
    /// </code></example>
    public static HashedTextEmbeddingEstimator EmbedText(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null) =>
        catalog.EmbedText(new HashedTextEmbeddingEstimator.Options
        {
            OutputColumnName = outputColumnName,
            InputColumnName = inputColumnName ?? outputColumnName,
        });

    /// <summary>Creates a <see cref="HashedTextEmbeddingEstimator"/> with every constant open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">A constant is out of its range.</exception>
    public static HashedTextEmbeddingEstimator EmbedText(this TransformsCatalog catalog, HashedTextEmbeddingEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new HashedTextEmbeddingEstimator(options);
    }
}
