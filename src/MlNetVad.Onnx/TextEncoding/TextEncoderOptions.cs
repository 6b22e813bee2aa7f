namespace MlNetVad.Onnx;

/// <summary>
/// A sentence encoder and its columns: files of the user's own (<see cref="OnnxTextEmbeddingEstimator.Options"/>), or weights that
/// a package brings (MlNetVad.Pretrained).
/// </summary>
public abstract class TextEncoderOptions
{
    /// <summary>The embedding column to add.</summary>
    public string OutputColumnName = "Semantic";

    /// <summary>The text column.</summary>
    public string InputColumnName = "Caption";

    /// <summary>Which files these are, and how the network's vector is read.</summary>
    internal abstract OnnxTextEmbeddingEstimator.Options ToFiles();
}
