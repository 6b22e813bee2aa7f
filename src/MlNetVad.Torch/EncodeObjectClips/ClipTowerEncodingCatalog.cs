using MlNetVad;
using MlNetVad.Torch;

namespace Microsoft.ML;

/// <summary>Adds CLIP's sight of object clips to the transforms catalog.</summary>
public static class ClipTowerEncodingCatalog
{
    /// <summary>Creates a <see cref="ClipTowerEncodingEstimator"/>: each frame of an object's clip through CLIP's image tower.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, *, n, E&gt;</c>.</param>
    /// <param name="objectClipsColumnName">The object clips, <c>Vector&lt;Byte, *, n, 3, S, S&gt;</c>; S is the tower's picture, 224 for published weights.</param>
    /// <param name="weightsPath">The weights of a CLIP, a safetensors file with OpenAI's or Hugging Face's names.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">The path is empty.</exception>
    /// <example><code>
    /// var pipeline = ml.Transforms.CropObjects("ObjectClips", "Clip", "Objects")
    ///     .Append(ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips", "clip-vit-base-patch16/model.safetensors"));
    /// </code></example>
    public static ClipTowerEncodingEstimator EncodeObjectClips(
        this TransformsCatalog catalog, string outputColumnName, string objectClipsColumnName, string weightsPath)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ClipTowerEncodingEstimator(outputColumnName, objectClipsColumnName, weightsPath);
    }
}
