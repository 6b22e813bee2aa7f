namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>Random weights of a vision-language model with two layers, for bytes as words and pictures of 8 pixels.</summary>
internal sealed class TinyWeights
{
    public const int Hidden = 8, Heads = 2, HeadSize = Hidden / Heads, Layers = 2;
    public const int ImageSize = 8, Patch = 4, ImageTokens = ImageSize / Patch * (ImageSize / Patch);
    public const int Vocabulary = 262, Positions = 4096;

    private readonly Random _random;

    public TinyWeights(int seed)
    {
        _random = new Random(seed);
        Patches = Draw(Hidden * 3 * Patch * Patch, 0.3);
        Embeddings = Draw(Vocabulary * Hidden, 1);
        Position = Draw(Positions * Hidden, 0.5);
        Output = Draw(Hidden * Vocabulary, 1);
        Attention = [.. Enumerable.Range(0, Layers).Select(_ => Enumerable.Range(0, 4).Select(_ => Draw(Hidden * Hidden, 0.6)).ToArray())];
    }

    /// <summary>[hidden, 3, patch, patch].</summary>
    public float[] Patches { get; }

    /// <summary>[vocabulary, hidden].</summary>
    public float[] Embeddings { get; }

    /// <summary>[positions, hidden].</summary>
    public float[] Position { get; }

    /// <summary>[hidden, vocabulary].</summary>
    public float[] Output { get; }

    /// <summary>Of each layer, queries, keys, values and output, each [hidden, hidden].</summary>
    public float[][][] Attention { get; }

    private float[] Draw(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => (float)(scale * ((2 * _random.NextDouble()) - 1)))];
}
