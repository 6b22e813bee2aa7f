using MlNetVad;
using MlNetVad.Pretrained;

namespace Microsoft.ML;

/// <summary>Adds the appearance of frames to the transforms catalog.</summary>
public static class FrameAppearanceCatalog
{
    /// <summary>Creates a <see cref="FrameAppearanceEstimator"/>: what a frame and its places look like, as a network trained on photographs sees them.</summary>
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
