using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Persistence;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx;

/// <summary>
/// Puts clips into words with a vision-language model of the user's own: a vision encoder, a token embedding and a decoder with
/// key-value cache as three ONNX files, InternVL2.5-1B in the SFN-VAD and SIB-VAD papers. Greedy, so that a clip has one caption.
/// </summary>
/// <remarks>
/// Name a <see cref="FolderPath"/> that holds a model as it is exported, or the files one by one. The files are read when the
/// pipeline is fitted; files up to 32 MiB then travel in the saved model, larger ones stay where they are and are known by
/// their SHA-256. It needs Microsoft.ML.OnnxRuntime and Microsoft.ML.Tokenizers.
/// </remarks>
public sealed class OnnxVisionLanguageCaptioner : Captioner, INeedsFiles
{
    /// <summary>
    /// A folder with the usual names in it or in its <c>onnx</c> folder: <c>vision_encoder.onnx</c>, <c>embed_tokens.onnx</c>,
    /// <c>decoder_model_merged.onnx</c>, <c>vocab.json</c>, <c>merges.txt</c>, and whatever there is of <c>config.json</c>,
    /// <c>preprocessor_config.json</c>, <c>added_tokens.json</c>, <c>tokenizer_config.json</c> and <c>tokenizer.json</c>.
    /// </summary>
    public string? FolderPath;

    /// <summary>The vision encoder: pictures [n, 3, size, size] → features [n, tokens, hidden]; null means the folder's.</summary>
    public string? VisionEncoderPath;

    /// <summary>The token embedding: ids [1, t] → [1, t, hidden]; null means the folder's.</summary>
    public string? EmbeddingPath;

    /// <summary>The decoder: embeddings [1, t, hidden] and the cache → logits [1, t, vocabulary]; null means the folder's.</summary>
    public string? DecoderPath;

    /// <summary>The byte-level vocabulary, <c>vocab.json</c>; null means the folder's.</summary>
    public string? VocabularyPath;

    /// <summary>The byte-pair merges, <c>merges.txt</c>; null means the folder's.</summary>
    public string? MergesPath;

    /// <summary>Ids of special tokens; these go before what the folder's files say. Without a folder, the vocabulary's is read.</summary>
    public IReadOnlyDictionary<string, int>? SpecialTokens;

    /// <summary>The names of inputs, outputs and tokens, and the chat's template.</summary>
    public VisionLanguageLayout Layout = VisionLanguageLayout.InternVl25;

    /// <summary>The question that follows the frames; it, the system's message and the layout's template have 16,384 characters together at most.</summary>
    public string Prompt = PaperPrompt;

    /// <summary>The system's message; null means the layout's, empty text means none.</summary>
    public string? SystemMessage;

    /// <summary>The longest caption in tokens, 1 to 32,768 (SFN-VAD, section 4.1: 1,024).</summary>
    public int MaximumNewTokens = 1024;

    /// <summary>
    /// Into how many tiles a frame may be cut, 1 to 40. 1 squashes a frame into one square, as InternVL does with video; more
    /// cut it into the grid nearest to its shape and add the whole frame as another tile (InternVL2.5, dynamic resolution).
    /// </summary>
    public int MaximumTiles = 1;

    /// <summary>The special tokens that end a caption; null means the layout's.</summary>
    public IReadOnlyList<string>? StopTokens;

    /// <summary>The side of a tile in pixels; 0 means what the folder's files say, else the layout's.</summary>
    public int ImageSize;

    /// <summary>The mean of red, green and blue, 0 to 1; null means what the folder's files say, else the layout's.</summary>
    public IReadOnlyList<float>? Mean;

    /// <summary>The standard deviation of red, green and blue; null means what the folder's files say, else the layout's.</summary>
    public IReadOnlyList<float>? StandardDeviation;

    /// <summary>Whether the decoder keeps keys and values of earlier tokens. Without, words are the same and take longer.</summary>
    public bool UseCache = true;

    /// <inheritdoc/>
    public IReadOnlyList<NeededFile> NeededFiles() => VisionLanguageFiles.Needed(this);

    /// <summary>Reads the files and takes a copy of the options, so that both can be saved.</summary>
    /// <exception cref="VadException">A file or a special token is missing, or an option is wrong.</exception>
    internal override VisionLanguageSetup Prepare()
    {
        Validate();
        return VisionLanguageSetup.From(this);
    }

    internal override void Validate()
    {
        ArgumentNullException.ThrowIfNull(Layout);
        ArgumentException.ThrowIfNullOrWhiteSpace(Prompt);
        PromptText.Check(nameof(Prompt), Prompt);
        PromptText.Check(nameof(SystemMessage), SystemMessage);
        OptionCheck.Between(nameof(MaximumNewTokens), MaximumNewTokens, 1, 32768);
        OptionCheck.Between(nameof(MaximumTiles), MaximumTiles, 1, 40);
        OptionCheck.Between(nameof(ImageSize), ImageSize, 0, 4096);
        PictureSettings.CheckColours(nameof(Mean), Mean);
        PictureSettings.CheckColours(nameof(StandardDeviation), StandardDeviation);
        if (MaximumTiles > 1 && !Layout.CutsPictures)
        {
            throw new VadException($"MaximumTiles is {MaximumTiles}, but models of layout {Layout.Name} take whole pictures: set MaximumTiles to 1.");
        }

        if (Prompt.Contains(Layout.ImageToken, StringComparison.Ordinal) || SystemMessage?.Contains(Layout.ImageToken, StringComparison.Ordinal) == true)
        {
            throw new VadException($"The prompt holds '{Layout.ImageToken}', which stands for a picture; take it out, the frames are put before the prompt.");
        }
    }
}
