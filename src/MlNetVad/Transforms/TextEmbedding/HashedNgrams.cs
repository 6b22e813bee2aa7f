using System.Numerics.Tensors;

namespace MlNetVad.Transforms.TextEmbedding;

/// <summary>A text as the signed, hashed set of its word n-grams, of unit length. An n-gram counts once however often it occurs,
/// so that one new word is not drowned by many sentences of the same kind.</summary>
/// <param name="ngramLength">Longest n-gram, words.</param>
internal sealed class HashedNgrams(int ngramLength)
{
    private readonly WordSequence _words = new();
    private readonly HashSet<ulong> _seen = [];

    /// <summary>Embeds a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="embedding">Written: length 1, or zeros where the text has no word.</param>
    public void Embed(ReadOnlySpan<char> text, Span<float> embedding)
    {
        embedding.Clear();
        _words.Load(text);
        _seen.Clear();
        for (int first = 0; first < _words.Count; first++)
        {
            for (int count = 1; count <= ngramLength; count++)
            {
                ReadOnlySpan<byte> ngram = _words.Ngram(first, count);
                if (ngram.IsEmpty)
                {
                    break;
                }

                ulong hash = NgramHash.Compute(ngram);
                if (_seen.Add(hash))
                {
                    (int index, float sign) = NgramHash.Place(hash, embedding.Length);
                    embedding[index] += sign;
                }
            }
        }

        // counts are whole numbers, so their squared length is exact in any order up to 2²⁴
        float length = MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(embedding));
        if (length > 0)
        {
            TensorPrimitives.Divide(embedding, length, embedding);
        }
    }
}
