using MlNetVad;
using MlNetVad.Pretrained;

namespace Microsoft.ML;

/// <summary>Adds the appearance of frames to the transforms catalog.</summary>
public static class FrameAppearanceCatalog
{
    /// <summary>Creates a <see cref="FrameAppearanceEstimator"/>: what a frame and its places look like, as a network trained on photographs sees them.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column for the frame's vector; that for the places has <c>Places</c> behind it.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="framesPerEncoding">Of so many frames of a video one is encoded, at least 1.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var pipeline = ml.Transforms.EncodeAppearance("Appearance", "Clip", framesPerEncoding: 12)
    ///     .Append(ml.AnomalyDetection.Trainers.MemoryBank(new MemoryBankTrainer.Options { FeatureColumnName = "AppearancePlaces", GridColumns = 7 }));
    /// </code></example>
    public static FrameAppearanceEstimator EncodeAppearance(
        this TransformsCatalog catalog, string outputColumnName, string clipColumnName = "Clip", int framesPerEncoding = 1) =>
        catalog.EncodeAppearance(new FrameAppearanceEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            FramesPerEncoding = framesPerEncoding,
        });

    /// <summary>Creates a <see cref="FrameAppearanceEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="VadException">An option is none of its values.</exception>
    public static FrameAppearanceEstimator EncodeAppearance(this TransformsCatalog catalog, FrameAppearanceEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new FrameAppearanceEstimator(options);
    }
}
