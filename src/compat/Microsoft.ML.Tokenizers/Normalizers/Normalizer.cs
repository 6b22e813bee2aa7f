namespace Microsoft.ML.Tokenizers;

/// <summary>Changes a text before it is split.</summary>
public abstract class Normalizer
{
    /// <summary>The changed text.</summary>
    public abstract string Normalize(string original);

    /// <summary>The changed text.</summary>
    public abstract string Normalize(ReadOnlySpan<char> original);
}
