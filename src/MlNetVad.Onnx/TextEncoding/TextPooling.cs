namespace MlNetVad.Onnx;

/// <summary>How a sentence's vector comes from a BERT-type network.</summary>
public enum TextPooling
{
    /// <summary>The network's own pooled output, such as <c>pooler_output</c> [1, d]: SimCSE as the papers use it.</summary>
    Pooler,

    /// <summary>The first token's last hidden state: the [CLS] token.</summary>
    ClassToken,

    /// <summary>The mean of all tokens' last hidden states: MiniLM and other sentence-transformers.</summary>
    Mean,
}
