using MlNetVad;
using MlNetVad.Pretrained;

namespace Microsoft.ML;

/// <summary>Adds the appearance of object clips to the transforms catalog.</summary>
public static class ObjectClipEncodingCatalog
{
    /// <summary>Creates an <see cref="ObjectClipEncodingEstimator"/>: what each frame of an object's clip looks like, as a network trained on photographs sees it.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column to add, <c>Vector&lt;Single, *, n, 512&gt;</c>.</param>
    /// <param name="objectClipsColumnName">The object clips, <c>Vector&lt;Byte, *, n, 3, S, S&gt;</c>.</param>
    /// <param name="network">The network.</param>
    /// <param name="carryWeights">Whether a saved model carries the weights, 64 MB, so that a program without their package can load it.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VadException">The network is none of its values.</exception>
    /// <example><code>
    /// var pipeline = ml.Transforms.CropObjects("ObjectClips", "Clip", "Objects")
    ///     .Append(ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips"));
    /// </code></example>
    public static ObjectClipEncodingEstimator EncodeObjectClips(
        this TransformsCatalog catalog,
        string outputColumnName,
        string objectClipsColumnName = "ObjectClips",
        PretrainedVision network = PretrainedVision.ResNet18,
        bool carryWeights = false)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new ObjectClipEncodingEstimator(outputColumnName, objectClipsColumnName, network, carryWeights);
    }
}
