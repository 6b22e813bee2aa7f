using MlNetVad;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace Microsoft.ML;

/// <summary>Adds captions of scenes to the transforms catalog.</summary>
public static class SceneCaptionCatalog
{
    /// <summary>Creates a <see cref="SceneCaptionEstimator"/>: the moving objects of each clip in plain sentences.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add: <c>Text</c>, or <c>Vector&lt;Text, *&gt;</c> with <paramref name="perObject"/>.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="objectsColumnName">The objects of the clip's target frame, <c>Vector&lt;Single, *, 6&gt;</c>.</param>
    /// <param name="perObject">Whether each object gets a sentence of its own.</param>
    /// <param name="target">The clip's target frame; the middle one means T / 2 frames of latency in live use.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var pipeline = ml.Transforms.DetectForegroundObjects("Objects", "Clip")
    ///     .Append(ml.Transforms.DescribeScene("Caption", "Clip", "Objects"))
    ///     .Append(ml.Transforms.EmbedText("Semantic", "Caption"));
    /// </code></example>
    public static SceneCaptionEstimator DescribeScene(
        this TransformsCatalog catalog,
        string outputColumnName,
        string clipColumnName = "Clip",
        string objectsColumnName = "Objects",
        bool perObject = false,
        ClipTarget target = ClipTarget.Last) =>
        catalog.DescribeScene(new SceneCaptionEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            ObjectsColumnName = objectsColumnName,
            PerObject = perObject,
            Target = target,
        });

    /// <summary>Creates a <see cref="SceneCaptionEstimator"/> with every constant open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">A constant is out of its range.</exception>
    public static SceneCaptionEstimator DescribeScene(this TransformsCatalog catalog, SceneCaptionEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new SceneCaptionEstimator(options);
    }
}
