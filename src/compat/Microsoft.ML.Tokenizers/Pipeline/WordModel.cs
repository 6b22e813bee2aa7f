namespace Microsoft.ML.Tokenizers;

/// <summary>Splits one word into tokens.</summary>
internal abstract class WordModel
{
    /// <summary>Adds the tokens of a word that begins at <paramref name="offset"/> in the text.</summary>
    public abstract void Encode(ReadOnlySpan<char> word, int offset, List<Piece> pieces);
}
