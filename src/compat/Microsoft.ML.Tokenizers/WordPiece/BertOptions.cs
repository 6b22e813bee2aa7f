namespace Microsoft.ML.Tokenizers;

/// <summary>What a <see cref="BertTokenizer"/> is made of.</summary>
public sealed class BertOptions : WordPieceOptions
{
    /// <summary>Whether the text is lower-cased.</summary>
    public bool LowerCaseBeforeTokenization { get; set; } = true;

    /// <summary>Whether the text is cleaned, lower-cased and so on, and split at punctuation.</summary>
    public bool ApplyBasicTokenization { get; set; } = true;

    /// <summary>Whether special tokens in the text are found.</summary>
    public bool SplitOnSpecialTokens { get; set; } = true;

    /// <summary>The token behind each text.</summary>
    public string SeparatorToken { get; set; } = "[SEP]";

    /// <summary>The token that fills up.</summary>
    public string PaddingToken { get; set; } = "[PAD]";

    /// <summary>The token before the first text.</summary>
    public string ClassificationToken { get; set; } = "[CLS]";

    /// <summary>The token that hides a word.</summary>
    public string MaskingToken { get; set; } = "[MASK]";

    /// <summary>Whether each Chinese character is a word.</summary>
    public bool IndividuallyTokenizeCjk { get; set; } = true;

    /// <summary>Whether accents are removed.</summary>
    public bool RemoveNonSpacingMarks { get; set; }
}
