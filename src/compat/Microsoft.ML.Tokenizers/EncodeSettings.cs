namespace Microsoft.ML.Tokenizers;

/// <summary>How a text is to be encoded.</summary>
public struct EncodeSettings
{
    /// <summary>Everything considered, no limit.</summary>
    public EncodeSettings()
    {
    }

    /// <summary>Whether the text is split by the pre-tokenizer first.</summary>
    public bool ConsiderPreTokenization { get; set; } = true;

    /// <summary>Whether the text is normalized first.</summary>
    public bool ConsiderNormalization { get; set; } = true;

    /// <summary>The most tokens that are wanted.</summary>
    public int MaxTokenCount { get; set; } = int.MaxValue;
}
