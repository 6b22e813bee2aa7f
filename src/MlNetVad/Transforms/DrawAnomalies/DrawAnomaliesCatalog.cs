using MlNetVad;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace Microsoft.ML;

/// <summary>Adds drawing to the transforms catalog.</summary>
public static class DrawAnomaliesCatalog
{
    /// <summary>Creates a <see cref="DrawAnomaliesEstimator"/>: the frame as a picture, with objects, heat map and score drawn over it.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The picture column to add, an <c>MLImage</c> a row.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="target">The clip's frame that was scored; the same as <see cref="VideoOptions.Target"/>.</param>
    /// <param name="heatMapColumnName">A column <c>Vector&lt;Single, h, w&gt;</c>, such as a network's <c>ErrorMap</c>, or <c>Vector&lt;Single, *&gt;</c> of a square grid, to draw in place of the objects; null draws <c>Objects</c> by their <c>ObjectScores</c>.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var pipeline = NormalModes.Create(ml, options).Append(ml.Transforms.DrawAnomalies("Overlay", "Clip", options.Target));
    /// foreach (MLImage picture in pipeline.Fit(clips).Transform(today).GetColumn&lt;MLImage&gt;("Overlay"))
    /// {
    ///     picture.Save("now.png");
    ///     picture.Dispose();
    /// }
    /// </code></example>
    public static DrawAnomaliesEstimator DrawAnomalies(
        this TransformsCatalog catalog,
        string outputColumnName,
        string clipColumnName = "Clip",
        ClipTarget target = ClipTarget.Last,
        string? heatMapColumnName = null) =>
        catalog.DrawAnomalies(new DrawAnomaliesEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            Target = target,
            ObjectsColumnName = heatMapColumnName is null ? "Objects" : null,
            HeatMapColumnName = heatMapColumnName,
        });

    /// <summary>Creates a <see cref="DrawAnomaliesEstimator"/> with every column open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">The threshold is not greater than 0, or neither objects nor a heat map are named.</exception>
    public static DrawAnomaliesEstimator DrawAnomalies(this TransformsCatalog catalog, DrawAnomaliesEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new DrawAnomaliesEstimator(options);
    }
}
