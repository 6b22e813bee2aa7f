using MlNetVad;
using MlNetVad.Onnx;
using MlNetVad.Video;

namespace Microsoft.ML;

/// <summary>Adds object detectors to the transforms catalog.</summary>
public static class DetectObjectsCatalog
{
    /// <summary>Creates an <see cref="ObjectDetectionEstimator"/>: the objects of each clip's target frame, found by a detector in an ONNX file.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, *, 6&gt;</c>: x, y, width, height, score, class id.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="modelPath">The ONNX file.</param>
    /// <param name="format">What the numbers of its output mean; it also decides how pictures are prepared.</param>
    /// <param name="scoreThreshold">Boxes with a lower score are dropped.</param>
    /// <param name="classes">The classes to keep, names or ids with commas between them; null for all.</param>
    /// <param name="target">The clip's frame that is searched.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An argument is out of its range.</exception>
    /// <example><code>
    /// var objects = ml.Transforms.DetectObjects("Objects", "Clip", "yolox_nano.onnx", classes: "person, bicycle");
    /// </code></example>
    public static ObjectDetectionEstimator DetectObjects(
        this TransformsCatalog catalog,
        string outputColumnName,
        string clipColumnName,
        string modelPath,
        DetectorFormat format = DetectorFormat.Yolox,
        float scoreThreshold = 0.3f,
        string? classes = null,
        ClipTarget target = ClipTarget.Last) =>
        catalog.DetectObjects(new ObjectDetectionEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            ModelPath = modelPath,
            Format = format,
            ScoreThreshold = scoreThreshold,
            Classes = classes,
            Target = target,
        });

    /// <summary>Creates an <see cref="ObjectDetectionEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option is out of its range.</exception>
    public static ObjectDetectionEstimator DetectObjects(this TransformsCatalog catalog, ObjectDetectionEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ObjectDetectionEstimator(options);
    }
}
