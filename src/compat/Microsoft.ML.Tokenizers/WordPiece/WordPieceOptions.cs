namespace Microsoft.ML.Tokenizers;

/// <summary>What a <see cref="WordPieceTokenizer"/> is made of.</summary>
public class WordPieceOptions
{
    /// <summary>What splits the text into words; null means at white space.</summary>
    public PreTokenizer? PreTokenizer { get; set; }

    /// <summary>What changes the text before it is split.</summary>
    public Normalizer? Normalizer { get; set; }

    /// <summary>Texts that are one token whatever stands around them.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens { get; set; }

    /// <summary>The token of a word that the vocabulary cannot spell.</summary>
    public string UnknownToken { get; set; } = "[UNK]";

    /// <summary>What every token has in front that does not begin a word.</summary>
    public string ContinuingSubwordPrefix { get; set; } = "##";

    /// <summary>A longer word is unknown.</summary>
    public int MaxInputCharsPerWord { get; set; } = 100;
}
