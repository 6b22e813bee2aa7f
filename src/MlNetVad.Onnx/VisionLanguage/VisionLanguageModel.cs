namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>A vision-language model whose networks are open. Several describers may share it.</summary>
internal sealed class VisionLanguageModel : IDisposable
{
    private VisionLanguageModel(VisionLanguageSetup setup, PromptTokenizer tokenizer, VisionEncoder vision, TokenEmbedding embedding, Decoder decoder) =>
        (Setup, Tokenizer, Vision, Embedding, Decoder) = (setup, tokenizer, vision, embedding, decoder);

    public VisionLanguageSetup Setup { get; }

    public PromptTokenizer Tokenizer { get; }

    public VisionEncoder Vision { get; }

    public TokenEmbedding Embedding { get; }

    public Decoder Decoder { get; }

    /// <summary>Opens the networks and the vocabulary.</summary>
    /// <exception cref="VadException">One of them is damaged or not what the layout says, or the prompt is too long.</exception>
    public static VisionLanguageModel Open(VisionLanguageSetup setup)
    {
        CaptionSettings words = setup.Words;
        PromptText.Check(words);
        var tokenizer = PromptTokenizer.Open(setup.Files.Vocabulary, setup.Files.Merges, words.SpecialTokens);
        VisionEncoder? vision = null;
        TokenEmbedding? embedding = null;
        try
        {
            vision = VisionEncoder.Open(setup.Files.VisionEncoder, words.Layout, words.Pictures.Size);
            embedding = TokenEmbedding.Open(setup.Files.Embedding, words.Layout, words.SpecialTokens[words.Layout.ImageToken]);
            return new VisionLanguageModel(setup, tokenizer, vision, embedding, Decoder.Open(setup.Files.Decoder, words.Layout, setup.UseCache));
        }
        catch
        {
            embedding?.Dispose();
            vision?.Dispose();
            throw;
        }
    }

    /// <summary>A describer with buffers of its own; the networks stay open when it is disposed of.</summary>
    public VisionLanguageDescriber CreateDescriber() => new VisionLanguageDescriber(this, ownsModel: false);

    public void Dispose()
    {
        Vision.Dispose();
        Embedding.Dispose();
        Decoder.Dispose();
    }
}
