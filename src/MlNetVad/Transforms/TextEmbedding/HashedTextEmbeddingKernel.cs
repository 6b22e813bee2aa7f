using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.TextEmbedding;

namespace MlNetVad.Transforms;

/// <summary>Embeds one text.</summary>
internal sealed class HashedTextEmbeddingKernel(int dimension, int ngramLength) : RowKernel
{
    private readonly HashedNgrams _ngrams = new(ngramLength);

    public InputSlot<ReadOnlyMemory<char>> Text { get; } = new();

    public OutputSlot<VBuffer<float>> Embedding { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Text];

    public override IReadOnlyList<OutputSlot> Outputs => [Embedding];

    public override void Compute() => _ngrams.Embed(Text.Value.Span, Embedding.Fill(dimension));
}

/// <summary>Embeds a vector of texts, one row a text.</summary>
internal sealed class HashedTextsEmbeddingKernel(int dimension, int ngramLength) : RowKernel
{
    private readonly HashedNgrams _ngrams = new(ngramLength);
    private ReadOnlyMemory<char>[] _scratch = [];

    public InputSlot<VBuffer<ReadOnlyMemory<char>>> Texts { get; } = new();

    public OutputSlot<VBuffer<float>> Embeddings { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Texts];

    public override IReadOnlyList<OutputSlot> Outputs => [Embeddings];

    public override void Compute()
    {
        ReadOnlySpan<ReadOnlyMemory<char>> texts = Slots.Dense(in Texts.Value, ref _scratch);    // [n]
        Span<float> embeddings = Embeddings.Fill(texts.Length * dimension);                      // [n, d]
        for (int i = 0; i < texts.Length; i++)
        {
            _ngrams.Embed(texts[i].Span, embeddings.Slice(i * dimension, dimension));
        }
    }
}
