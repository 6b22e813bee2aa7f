using MlNetVad;
using MlNetVad.Onnx;

namespace Microsoft.ML;

/// <summary>Adds captions of clips to the transforms catalog.</summary>
public static class ClipCaptionCatalog
{
    /// <summary>Creates a <see cref="ClipCaptionEstimator"/>: each clip in words.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Text</c>.</param>
    /// <param name="clipColumnName">The clip column, <c>Vector&lt;Byte, T, H, W, C&gt;</c>; <c>Video</c> and <c>Frame</c> stand beside it, as <c>VideoData.Load</c> gives them.</param>
    /// <param name="captioner">What puts clips into words.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option of the captioner is wrong.</exception>
    /// <example><code>
    /// var pipeline = ml.Transforms.CaptionClip("Caption", "Clip", new CaptionFile { Path = "captions.jsonl" })
    ///     .Append(ml.Transforms.EmbedText("Semantic", "Caption"));
    /// </code></example>
    public static ClipCaptionEstimator CaptionClip(this TransformsCatalog catalog, string outputColumnName, string clipColumnName, Captioner captioner) =>
        catalog.CaptionClip(new ClipCaptionEstimator.Options
        {
            OutputColumnName = outputColumnName,
            ClipColumnName = clipColumnName,
            Captioner = captioner,
        });

    /// <summary>Creates a <see cref="ClipCaptionEstimator"/> with every option open.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The options.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">An option is out of its range, or there is no captioner.</exception>
    public static ClipCaptionEstimator CaptionClip(this TransformsCatalog catalog, ClipCaptionEstimator.Options options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new ClipCaptionEstimator(options);
    }
}
