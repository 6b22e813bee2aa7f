using MlNetVad;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace Microsoft.ML;

/// <summary>Adds object clips to the transforms catalog.</summary>
public static class CropObjectsCatalog
{
    /// <summary>Creates a <see cref="ObjectClipsEstimator"/>: the pixels of each object's box in the frames around it.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add; the boxes go to <c>ObjectClipsBoxes</c>.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>.</param>
    /// <param name="objectsColumnName">The objects of the clip's target frame, <c>Vector&lt;Single, *, 6&gt;</c>.</param>
    /// <param name="frames">n, the frames of an object's clip, 1 to T.</param>
    /// <param name="target">The clip's target frame.</param>
    /// <returns>The estimator.</returns>
    /// <example><code>
    /// var pipeline = ml.Transforms.DetectForegroundObjects("Objects", "Clip")
    ///     .Append(ml.Transforms.CropObjects("ObjectClips", "Clip", "Objects"));
    /// </code></example>
    public static ObjectClipsEstimator CropObjects(
        this TransformsCatalog catalog,
        string outputColumnName,
        string clipColumnName = "Clip",
        string objectsColumnName = "Objects",
        int frames = 9,
        ClipTarget target = ClipTarget.Last) =>
        catalog.CropObjects(new ObjectClipsEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            ObjectsColumnName = objectsColumnName,
            Frames = frames,
            Target = target,
        });

    /// <summary>Creates a <see cref="ObjectClipsEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option is out of its range.</exception>
    public static ObjectClipsEstimator CropObjects(this TransformsCatalog catalog, ObjectClipsEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ObjectClipsEstimator(options);
    }
}
