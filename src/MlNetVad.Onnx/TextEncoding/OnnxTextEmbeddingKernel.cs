using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.TextEncoding;

/// <summary>Encodes one text.</summary>
internal sealed class OnnxTextEmbeddingKernel(RecentTexts texts) : RowKernel
{
    public InputSlot<ReadOnlyMemory<char>> Text { get; } = new();

    public OutputSlot<VBuffer<float>> Embedding { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Text];

    public override IReadOnlyList<OutputSlot> Outputs => [Embedding];

    public override void Compute() => texts.Encode(Text.Value.Span).CopyTo(Embedding.Fill(texts.Dimension));
}

/// <summary>Encodes a vector of texts, one row a text.</summary>
internal sealed class OnnxTextsEmbeddingKernel(RecentTexts texts) : RowKernel
{
    private ReadOnlyMemory<char>[] _scratch = [];

    public InputSlot<VBuffer<ReadOnlyMemory<char>>> Texts { get; } = new();

    public OutputSlot<VBuffer<float>> Embeddings { get; } = Slots.Vector<float>();

    public override IReadOnlyList<InputSlot> Inputs => [Texts];

    public override IReadOnlyList<OutputSlot> Outputs => [Embeddings];

    public override void Compute()
    {
        ReadOnlySpan<ReadOnlyMemory<char>> values = Slots.Dense(in Texts.Value, ref _scratch);    // [n]
        Span<float> embeddings = Embeddings.Fill(values.Length * texts.Dimension);                // [n, d]
        for (int i = 0; i < values.Length; i++)
        {
            texts.Encode(values[i].Span).CopyTo(embeddings[(i * texts.Dimension)..]);
        }
    }
}
