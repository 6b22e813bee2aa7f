using MlNetVad;
using MlNetVad.Transforms;

namespace Microsoft.ML;

/// <summary>Adds foreground objects to the transforms catalog.</summary>
public static class ForegroundObjectsCatalog
{
    /// <summary>Creates a <see cref="ForegroundObjectsEstimator"/>: the moving objects of each clip's target frame, without a trained network.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, *, 6&gt;</c>: x, y, width, height, confidence, class.</param>
    /// <param name="inputColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>; null means the output's name.</param>
    /// <param name="background">A median of the training video for one fixed camera, or a running one for several scenes or drifting light.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var objects = ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(normalClips);
    /// </code></example>
    public static ForegroundObjectsEstimator DetectForegroundObjects(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, BackgroundKind background = BackgroundKind.Median) =>
        catalog.DetectForegroundObjects(new ForegroundObjectsEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = inputColumnName ?? outputColumnName,
            Foreground = new ForegroundOptions { Background = background },
        });

    /// <summary>Creates a <see cref="ForegroundObjectsEstimator"/> with every constant open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">A constant is out of its range.</exception>
    public static ForegroundObjectsEstimator DetectForegroundObjects(this TransformsCatalog catalog, ForegroundObjectsEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ForegroundObjectsEstimator(options);
    }
}
