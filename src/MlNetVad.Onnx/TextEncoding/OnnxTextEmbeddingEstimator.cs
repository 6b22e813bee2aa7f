using Microsoft.ML;
using MlNetVad.Onnx.TextEncoding;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Transforms.TextEmbedding;

namespace MlNetVad.Onnx;

/// <summary>
/// Turns text into vectors with a sentence encoder of the user's own: a BERT-type network in an ONNX file, such as the SimCSE
/// of the SFN-VAD and SIB-VAD papers (supervised, pooler output, d = 768) or MiniLM.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Caption</c>)</term><description><c>Text</c>, or <c>Vector&lt;Text&gt;</c></description></item>
/// <item><term>output</term><description><c>Vector&lt;Single, d&gt;</c> of a text; <c>Vector&lt;Single, *, d&gt;</c>, one vector a text, of a vector of texts; d is the network's width</description></item>
/// </list>
/// <para>
/// The network takes <c>input_ids</c>, <c>attention_mask</c> and, if it has it, <c>token_type_ids</c>, each Int64 [batch, tokens]. A
/// text becomes [CLS] tokens [SEP]; what goes beyond the longest length is cut off. Texts go through the network one at a time,
/// so that a vector does not depend on its neighbours, and the vectors of recent texts are kept.
/// </para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>Microsoft.ML.OnnxRuntime, Microsoft.ML.Tokenizers</description></item>
/// <item><term>Saved</term><description>files up to 32 MiB inside the model, larger ones by path and SHA-256, a package's by package and SHA-256</description></item>
/// </list>
/// </remarks>
public sealed class OnnxTextEmbeddingEstimator : IEstimator<OnnxTextEmbeddingTransformer>
{
    private const string HowToGet =
        "princeton-nlp/sup-simcse-bert-base-uncased (the papers' encoder: Pooler) or sentence-transformers/all-MiniLM-L6-v2 (Mean, Normalize), " +
        "exported with 'optimum-cli export onnx --model NAME FOLDER', which writes model.onnx and vocab.txt";

    private readonly Options _options;
    private readonly Lazy<TextEncoder> _encoder;

    internal OnnxTextEmbeddingEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _encoder = new Lazy<TextEncoder>(() => TextEncoder.Open(
            _options.Settings(),
            ModelFile.Open(_options.ModelPath, "the sentence encoder", _options.EmbeddedLimit),
            ModelFile.Open(_options.VocabularyPath, "the vocabulary", _options.EmbeddedLimit)));
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options : TextEncoderOptions, INeedsFiles
    {
        /// <summary>The network, an ONNX file.</summary>
        public string ModelPath = "";

        /// <summary>Its uncased WordPiece vocabulary, <c>vocab.txt</c>: a token a line.</summary>
        public string VocabularyPath = "";

        /// <summary>How the sentence's vector comes from the network.</summary>
        public TextPooling Pooling = TextPooling.Pooler;

        /// <summary>The output to read; null takes <c>pooler_output</c> or <c>last_hidden_state</c>, or else the only output of the right rank.</summary>
        public string? OutputName;

        /// <summary>Whether vectors are scaled to length 1.</summary>
        public bool Normalize;

        /// <summary>Longest text in tokens, [CLS] and [SEP] included, 2..8192; BERT's positions end at 512.</summary>
        public int MaximumTokens = 512;

        /// <inheritdoc/>
        public IReadOnlyList<NeededFile> NeededFiles() =>
        [
            new(nameof(ModelPath), "the sentence encoder", ModelPath, HowToGet),
            new(nameof(VocabularyPath), "its vocabulary", VocabularyPath, HowToGet),
        ];

        /// <summary>Up to how many bytes a file travels inside a saved model; a package's file only above <see cref="ModelFile.EmbeddedLimit"/>.</summary>
        internal long EmbeddedLimit = ModelFile.EmbeddedLimit;

        internal InputColumn Input => TextColumn.Of(InputColumnName);

        internal override Options ToFiles() => this;

        internal Options Copy() => (Options)MemberwiseClone();

        internal TextEncoderSettings Settings() => new(Pooling, OutputName, Normalize, MaximumTokens);

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(InputColumnName);
            NeededFile.CheckSet(NeededFiles());
            OptionCheck.OneOf(nameof(Pooling), Pooling);
            OptionCheck.Between(nameof(MaximumTokens), MaximumTokens, 2, 8192);
        }
    }

    /// <summary>Opens the network; reads no rows.</summary>
    /// <param name="input">Data with the text column.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is absent or of another type.</exception>
    /// <exception cref="VadException">A file is missing or damaged, or the network is of another kind than the options say.</exception>
    public OnnxTextEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new OnnxTextEmbeddingTransformer(_options.OutputColumnName, _options.InputColumnName, _encoder.Value, _options.Input.Find(input.Schema).Type);
    }

    /// <summary>The promised schema: the input's columns and the embedding.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is absent or of another type.</exception>
    /// <exception cref="VadException">A file is missing or damaged, or the network is of another kind than the options say.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _options.Input.Check(inputSchema);
        bool isBag = inputSchema.Last(c => c.Name == _options.InputColumnName).Kind != SchemaShape.Column.VectorKind.Scalar;
        return SchemaPromise.With(inputSchema, [new OutputColumn(_options.OutputColumnName, TextColumn.Embedded(isBag, _encoder.Value.Dimension))]);
    }
}
