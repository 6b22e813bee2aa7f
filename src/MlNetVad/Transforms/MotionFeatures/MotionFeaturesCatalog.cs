using MlNetVad;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace Microsoft.ML;

/// <summary>Adds motion features to the transforms catalog.</summary>
public static class MotionFeaturesCatalog
{
    /// <summary>Creates a <see cref="MotionFeaturesEstimator"/>: one motion descriptor and one speed an object.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The descriptor column to add, <c>Vector&lt;Single, *, d&gt;</c>; the speeds go to <c>ObjectSpeed</c>.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="objectsColumnName">The objects of the clip's target frame, <c>Vector&lt;Single, *, 6&gt;</c>.</param>
    /// <param name="target">The clip's target frame; the middle one means T / 2 frames of latency in live use.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var pipeline = ml.Transforms.DetectForegroundObjects("Objects", "Clip")
    ///     .Append(ml.Transforms.MotionFeatures("ObjectFeatures", "Clip", "Objects"));
    /// </code></example>
    public static MotionFeaturesEstimator MotionFeatures(
        this TransformsCatalog catalog,
        string outputColumnName,
        string clipColumnName = "Clip",
        string objectsColumnName = "Objects",
        ClipTarget target = ClipTarget.Last) =>
        catalog.MotionFeatures(new MotionFeaturesEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            ObjectsColumnName = objectsColumnName,
            Target = target,
        });

    /// <summary>Creates a <see cref="MotionFeaturesEstimator"/> with every constant open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">A constant is out of its range.</exception>
    public static MotionFeaturesEstimator MotionFeatures(this TransformsCatalog catalog, MotionFeaturesEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new MotionFeaturesEstimator(options);
    }
}
