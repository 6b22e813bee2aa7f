using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Transforms.TextEmbedding;

namespace MlNetVad.Transforms;

/// <summary>
/// Turns text into vectors without a trained network: the signed, hashed set of its word n-grams, scaled to length 1. It is the
/// embedded stand-in for the sentence encoder of the SFN-VAD and SIB-VAD papers, and needs no file.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Caption</c>)</term><description><c>Text</c>, or <c>Vector&lt;Text&gt;</c></description></item>
/// <item><term>output</term><description><c>Vector&lt;Single, d&gt;</c> of a text, d = 768 by default; <c>Vector&lt;Single, *, d&gt;</c>, one vector a text, of a vector of texts.
/// Length 1; zeros where a text has no word</description></item>
/// </list>
/// <para>
/// Words are runs of letters, marks and digits of any script, lower-cased without regard to a language; n-grams do not cross the
/// end of a sentence, and one that occurs again does not count again. An n-gram is its words with a space between, in UTF-8; its 64-bit FNV-1a hash through MurmurHash3's finaliser
/// gives its place (lower 32 bits modulo d) and its sign (highest bit): the same on every machine.
/// </para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class HashedTextEmbeddingEstimator : IEstimator<HashedTextEmbeddingTransformer>
{
    private readonly Options _options;

    internal HashedTextEmbeddingEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The embedding column to add.</summary>
        public string OutputColumnName = "Semantic";

        /// <summary>The text column.</summary>
        public string InputColumnName = "Caption";

        /// <summary>d, numbers a vector, 1..1,048,576; 768 as the papers' sentence encoder has.</summary>
        public int Dimension = 768;

        /// <summary>Words of the longest n-gram, 1..16; 2 takes single words and pairs.</summary>
        public int NgramLength = 2;

        internal InputColumn Input => TextColumn.Of(InputColumnName);

        internal Options Copy() => (Options)MemberwiseClone();

        internal OutputColumn Output(bool isBag) => new(OutputColumnName, TextColumn.Embedded(isBag, Dimension));

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(InputColumnName);
            OptionCheck.Between(nameof(Dimension), Dimension, 1, 1 << 20);
            OptionCheck.Between(nameof(NgramLength), NgramLength, 1, 16);
        }
    }

    /// <summary>Makes the transformer; reads no rows.</summary>
    /// <param name="input">Data with the text column.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is absent or of another type.</exception>
    public HashedTextEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new HashedTextEmbeddingTransformer(_options, _options.Input.Find(input.Schema).Type);
    }

    /// <summary>The promised schema: the input's columns and the embedding.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The text column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _options.Input.Check(inputSchema);
        bool isBag = inputSchema.Last(c => c.Name == _options.InputColumnName).Kind != SchemaShape.Column.VectorKind.Scalar;
        return SchemaPromise.With(inputSchema, [_options.Output(isBag)]);
    }
}
