namespace MlNetVad.Onnx.TextEncoding;

/// <summary>Encodes texts and keeps the vectors of recent ones: captions of neighbouring clips, and of like objects, repeat.</summary>
internal sealed class RecentTexts(TextEncoder encoder)
{
    private const int Capacity = 1024;
    private const int LongestKept = 8192;   // characters

    private readonly Dictionary<string, float[]> _vectors = [];
    private readonly Queue<string> _order = new(Capacity);

    /// <summary>d, the numbers of a vector.</summary>
    public int Dimension => encoder.Dimension;

    /// <summary>The vector [d] of a text.</summary>
    public ReadOnlySpan<float> Encode(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestKept)
        {
            return encoder.Encode(text.ToString());
        }

        if (_vectors.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out float[]? known))
        {
            return known;
        }

        if (_order.Count == Capacity)
        {
            _vectors.Remove(_order.Dequeue());
        }

        string key = text.ToString();
        float[] vector = encoder.Encode(key);
        _vectors[key] = vector;
        _order.Enqueue(key);
        return vector;
    }
}
