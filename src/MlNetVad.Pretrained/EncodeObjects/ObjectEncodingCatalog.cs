using MlNetVad;
using MlNetVad.Pretrained;
using MlNetVad.Video;

namespace Microsoft.ML;

/// <summary>Adds the appearance of objects to the transforms catalog.</summary>
public static class ObjectEncodingCatalog
{
    /// <summary>Creates an <see cref="ObjectEncodingEstimator"/>: what each object looks like, as a network trained on photographs sees it.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, *, 512&gt;</c>: a vector an object.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="objectsColumnName">The objects of the clip's target frame, <c>Vector&lt;Single, *, 6&gt;</c>.</param>
    /// <param name="network">The network.</param>
    /// <param name="target">The clip's target frame.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var pipeline = ml.Transforms.DetectForegroundObjects("Objects", "Clip")
    ///     .Append(ml.Transforms.EncodeObjects("Appearance", "Clip", "Objects"));
    /// </code></example>
    public static ObjectEncodingEstimator EncodeObjects(
        this TransformsCatalog catalog,
        string outputColumnName,
        string clipColumnName = "Clip",
        string objectsColumnName = "Objects",
        PretrainedVision network = PretrainedVision.ResNet18,
        ClipTarget target = ClipTarget.Last) =>
        catalog.EncodeObjects(new ObjectEncodingEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            ObjectsColumnName = objectsColumnName,
            Network = network,
            Target = target,
        });

    /// <summary>Creates an <see cref="ObjectEncodingEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option is out of its range.</exception>
    public static ObjectEncodingEstimator EncodeObjects(this TransformsCatalog catalog, ObjectEncodingEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ObjectEncodingEstimator(options);
    }
}
