using MlNetVad.Transforms;

namespace Microsoft.ML;

/// <summary>Adds present objects to the transforms catalog.</summary>
public static class PresentObjectsCatalog
{
    /// <summary>Creates a <see cref="PresentObjectsEstimator"/>: what has moved into the picture and is still there, moving or not.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, *, 7&gt;</c>.</param>
    /// <param name="inputColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>; null means the output's name.</param>
    /// <param name="framesPerSecond">Frames a second of the video.</param>
    /// <returns>The estimator.</returns>
    public static PresentObjectsEstimator FindPresentObjects(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, double framesPerSecond = 10) =>
        catalog.FindPresentObjects(new PresentObjectsEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = inputColumnName ?? outputColumnName,
            FramesPerSecond = framesPerSecond,
        });

    /// <summary>Creates a <see cref="PresentObjectsEstimator"/> from options.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">What can be chosen.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static PresentObjectsEstimator FindPresentObjects(this TransformsCatalog catalog, PresentObjectsEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new PresentObjectsEstimator(options);
    }
}
