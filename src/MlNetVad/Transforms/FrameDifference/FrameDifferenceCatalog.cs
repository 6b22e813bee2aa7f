using MlNetVad.Transforms;

namespace Microsoft.ML;

/// <summary>Adds the frame difference to the transforms catalog.</summary>
public static class FrameDifferenceCatalog
{
    /// <summary>Creates a <see cref="FrameDifferenceEstimator"/>: <c>D_i = I_i − I_{i−1}</c>, signed, for each pair of successive frames.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, T−1, H, W, C&gt;</c>.</param>
    /// <param name="inputColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>; null means the output's name.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var ml = new MLContext(seed: 1);
    /// var data = VideoData.Load(ml, VideoSource.FromPath("videos/"));
    /// var motion = ml.Transforms.FrameDifference("Motion", "Clip").Fit(data).Transform(data);
    /// </code></example>
    public static FrameDifferenceEstimator FrameDifference(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        return new FrameDifferenceEstimator(outputColumnName, inputColumnName ?? outputColumnName);
    }
}
