using MlNetVad;
using MlNetVad.Onnx;

namespace Microsoft.ML;

/// <summary>Adds vision towers to the transforms catalog.</summary>
public static class FrameEncodingCatalog
{
    /// <summary>Creates a <see cref="FrameEncodingEstimator"/>: the tokens of a frozen vision tower for each of a clip's first frames.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, t, N, D&gt;</c>.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="modelPath">The vision tower's ONNX file.</param>
    /// <param name="frames">t, how many of the clip's first frames are encoded: as many as the predictor's network predicts from.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option is out of its range.</exception>
    /// <example><code>
    /// var pipeline = ml.Transforms.EncodeFrames("Appearance", "Clip", "internvit-300m-448.onnx")
    ///     .Append(ml.AnomalyDetection.Trainers.SparseFeatureFiltering(ml, new SparseFeatureFilteringTrainer.Options
    ///     {
    ///         AppearanceColumnName = "Appearance",
    ///         Network = PredictorOptions.Paper(),
    ///     }));
    /// </code></example>
    public static FrameEncodingEstimator EncodeFrames(
        this TransformsCatalog catalog, string outputColumnName, string clipColumnName, string modelPath, int frames = 4) =>
        catalog.EncodeFrames(new FrameEncodingEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            ModelPath = modelPath,
            Frames = frames,
        });

    /// <summary>Creates a <see cref="FrameEncodingEstimator"/> with everything open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option is out of its range.</exception>
    public static FrameEncodingEstimator EncodeFrames(this TransformsCatalog catalog, FrameEncodingEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new FrameEncodingEstimator(options);
    }
}
