using MlNetVad.Transforms;

namespace Microsoft.ML;

/// <summary>Adds the camera's state to the transforms catalog.</summary>
public static class CameraStateCatalog
{
    /// <summary>Creates a <see cref="CameraStateEstimator"/>: whether the camera is covered, dark, moved or frozen.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var camera = ml.Transforms.WatchCamera(new CameraStateEstimator.Options { FramesPerSecond = 25 });
    /// </code></example>
    public static CameraStateEstimator WatchCamera(this TransformsCatalog catalog, CameraStateEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new CameraStateEstimator(options);
    }
}
