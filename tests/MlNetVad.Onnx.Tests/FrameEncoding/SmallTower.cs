using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.Onnx.Tests.FrameEncoding;

/// <summary>
/// A vision tower of a few hundred weights: patches of 8 x 8 px embedded by a convolution, a class token of half their mean and a
/// constant in front, then <c>x + tanh(x W)</c>.
/// </summary>
internal sealed class SmallTower
{
    public const int Height = 16, Width = 24, Patch = 8, Patches = 6, Dimension = 8;

    public object Batch { get; init; } = "b";

    public object Rows { get; init; } = Height;

    public object Columns { get; init; } = Width;

    public string Input { get; init; } = "pixel_values";

    public string Output { get; init; } = "last_hidden_state";

    public bool HasEmbeddings { get; init; }

    /// <summary>[D, 3, 8, 8].</summary>
    public static float[] Kernel { get; } = Numbers(1, Dimension * 3 * Patch * Patch, 0.05f);

    /// <summary>[D, D].</summary>
    public static float[] Mixing { get; } = Numbers(2, Dimension * Dimension, 0.5f);

    /// <summary>[1, 1, D].</summary>
    public static float[] ClassToken { get; } = Numbers(3, Dimension, 1);

    public string Save(string path)
    {
        OnnxGraph graph = new OnnxGraph()
            .Input(Input, OnnxGraph.Element.Float, Batch, 3, Rows, Columns)
            .Output(Output, OnnxGraph.Element.Float, "b", "n", Dimension);
        if (HasEmbeddings)
        {
            graph.Output("patches", OnnxGraph.Element.Float, "b", "p", Dimension);
        }

        return graph
            .Constant("kernel", Kernel, Dimension, 3, Patch, Patch)
            .Constant("mixing", Mixing, Dimension, Dimension)
            .Constant("class", ClassToken, 1, 1, Dimension)
            .Constant("half", [0.5f], 1)
            .Constant("flat", [0L, Dimension, -1], 3)
            .Node("Conv", [Input, "kernel"], "map", ("kernel_shape", new long[] { Patch, Patch }), ("strides", new long[] { Patch, Patch }))
            .Node("Reshape", ["map", "flat"], "columns")                                                // [b, D, P]
            .Node("Transpose", ["columns"], "patches", ("perm", new long[] { 0, 2, 1 }))                // [b, P, D]
            .Node("ReduceMean", ["patches"], "mean", ("axes", new long[] { 1 }), ("keepdims", 1L))      // [b, 1, D]
            .Node("Mul", ["mean", "half"], "halved")
            .Node("Add", ["halved", "class"], "first")
            .Node("Concat", ["first", "patches"], "tokens", ("axis", 1L))                               // [b, 1 + P, D]
            .Node("MatMul", ["tokens", "mixing"], "mixed")
            .Node("Tanh", ["mixed"], "bent")
            .Node("Add", ["tokens", "bent"], Output)
            .Save(path);
    }

    /// <summary>What the tower gives of a picture [16, 24, 3] of bytes: its patch embeddings [P, D], in double.</summary>
    public static double[] Embed(byte[] picture)
    {
        double[] mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225];
        double[] embedded = new double[Patches * Dimension];
        for (int i = 0; i < embedded.Length; i++)
        {
            (int patch, int d) = (i / Dimension, i % Dimension);
            (int top, int left) = (patch / (Width / Patch) * Patch, patch % (Width / Patch) * Patch);
            for (int k = 0; k < 3 * Patch * Patch; k++)
            {
                (int c, int y, int x) = (k / (Patch * Patch), k / Patch % Patch, k % Patch);
                double value = picture[((((top + y) * Width) + left + x) * 3) + c] / 255.0;
                embedded[i] += Kernel[(d * 3 * Patch * Patch) + k] * (value - mean[c]) / std[c];
            }
        }

        return embedded;
    }

    /// <summary>The last hidden state [1 + P, D] of patch embeddings, in double.</summary>
    public static double[] Finish(double[] embedded)
    {
        IEnumerable<double> first = Enumerable.Range(0, Dimension)
            .Select(d => (Enumerable.Range(0, Patches).Average(p => embedded[(p * Dimension) + d]) / 2) + ClassToken[d]);
        double[] tokens = [.. first, .. embedded];
        return [.. tokens.Select((value, i) => value + Math.Tanh(Enumerable.Range(0, Dimension)
            .Sum(k => tokens[(i / Dimension * Dimension) + k] * Mixing[(k * Dimension) + (i % Dimension)])))];
    }

    private static float[] Numbers(int seed, int count, float scale)
    {
        var rand = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ((2 * rand.NextSingle()) - 1) * scale)];
    }
}
