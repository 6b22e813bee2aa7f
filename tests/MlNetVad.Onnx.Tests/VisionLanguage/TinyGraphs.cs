using MlNetVad.TestSupport.Graphs;
using static MlNetVad.Onnx.Tests.VisionLanguage.TinyWeights;
using Element = MlNetVad.TestSupport.Graphs.OnnxGraph.Element;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>The three networks of the small model, in the layout in which models are exported.</summary>
internal static class TinyGraphs
{
    private static readonly int[] Square = [Hidden, Hidden];

    public static OnnxGraph VisionEncoder(TinyWeights weights) => new OnnxGraph()
        .Input("pixel_values", Element.Float, "n", 3, ImageSize, ImageSize)
        .Output("image_features", Element.Float, "n", ImageTokens, Hidden)
        .Constant("patches", weights.Patches, Hidden, 3, Patch, Patch)
        .Constant("rows", [0L, Hidden, ImageTokens], 3)
        .Node("Conv", ["pixel_values", "patches"], "maps", ("strides", new long[] { Patch, Patch }))
        .Node("Reshape", ["maps", "rows"], "lists")
        .Node("Transpose", ["lists"], "tokens", ("perm", new long[] { 0, 2, 1 }))
        .Node("Tanh", ["tokens"], "image_features");

    /// <summary>A vision encoder that takes a batch of clips of pictures and a mask, as SmolVLM's does.</summary>
    public static OnnxGraph MaskedVisionEncoder(TinyWeights weights) => new OnnxGraph()
        .Input("pixel_values", Element.Float, "b", "n", 3, ImageSize, ImageSize)
        .Input("pixel_attention_mask", Element.Bool, "b", "n", ImageSize, ImageSize)
        .Output("image_features", Element.Float, "n", ImageTokens, Hidden)
        .Constant("patches", weights.Patches, Hidden, 3, Patch, Patch)
        .Constant("rows", [0L, Hidden, ImageTokens], 3)
        .Constant("pictures", [-1L, 3, ImageSize, ImageSize], 4)
        .Constant("masks", [-1L, 1, ImageSize, ImageSize], 4)
        .Node("Reshape", ["pixel_values", "pictures"], "each")
        .Node("Cast", ["pixel_attention_mask"], "count", ("to", (int)Element.Float))
        .Node("Reshape", ["count", "masks"], "counted")
        .Node("Mul", ["each", "counted"], "seen")
        .Node("Conv", ["seen", "patches"], "maps", ("strides", new long[] { Patch, Patch }))
        .Node("Reshape", ["maps", "rows"], "lists")
        .Node("Transpose", ["lists"], "tokens", ("perm", new long[] { 0, 2, 1 }))
        .Node("Tanh", ["tokens"], "image_features");

    public static OnnxGraph Embedding(TinyWeights weights) => new OnnxGraph()
        .Input("input_ids", Element.Int64, "b", "t")
        .Output("inputs_embeds", Element.Float, "b", "t", Hidden)
        .Constant("table", weights.Embeddings, Vocabulary, Hidden)
        .Node("Gather", ["table", "input_ids"], "inputs_embeds");

    /// <summary>A decoder that masks by positions and the attention mask, so that both must be right.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="keepsLogits">Whether it is told for how many positions logits are wanted.</param>
    public static OnnxGraph Decoder(TinyWeights weights, bool keepsLogits = false)
    {
        OnnxGraph graph = new OnnxGraph()
            .Input("inputs_embeds", Element.Float, "b", "t", Hidden)
            .Input("attention_mask", Element.Int64, "b", "s")
            .Input("position_ids", Element.Int64, "b", "t")
            .Output("logits", Element.Float, "b", "t", Vocabulary)
            .Constant("positions", weights.Position, Positions, Hidden)
            .Constant("output", weights.Output, Hidden, Vocabulary)
            .Constant("heads", [1L, -1, Heads, HeadSize], 4)
            .Constant("joined", [1L, -1, Hidden], 3)
            .Constant("down", [1L, 1, -1, 1], 4)
            .Constant("across", [1L, 1, 1, -1], 4)
            .Constant("one", [1L], 1)
            .Constant("scale", [1 / MathF.Sqrt(HeadSize)], 1)
            .Constant("never", [-1e9f], 1)
            .Node("Gather", ["positions", "position_ids"], "where")
            .Node("Add", ["inputs_embeds", "where"], "x0")
            .Node("CumSum", ["attention_mask", "one"], "counted")
            .Node("Sub", ["counted", "one"], "keyed")
            .Node("Reshape", ["keyed", "across"], "keyPositions")
            .Node("Reshape", ["position_ids", "down"], "queryPositions")
            .Node("LessOrEqual", ["keyPositions", "queryPositions"], "allowed");
        for (int i = 0; i < Layers; i++)
        {
            Layer(graph, weights.Attention[i], i);
        }

        if (keepsLogits)
        {
            graph.Input("num_logits_to_keep", Element.Int64)
                .Constant("first", [1L], 1).Constant("end", [long.MaxValue], 1)
                .Node("Neg", ["num_logits_to_keep"], "back")
                .Node("Reshape", ["back", "first"], "from")
                .Node("Slice", [$"x{Layers}", "from", "end", "one"], "wanted");
        }

        return graph
            .Node("Tanh", [keepsLogits ? "wanted" : $"x{Layers}"], "last")
            .Node("MatMul", ["last", "output"], "logits");
    }

    private static void Layer(OnnxGraph graph, float[][] attention, int i)
    {
        string n = $"l{i}.", past = $"past_key_values.{i}.", present = $"present.{i}.";
        for (int w = 0; w < 4; w++)
        {
            graph.Constant($"{n}w{w}", attention[w], Square);
        }

        graph.Input($"{past}key", Element.Float, "b", Heads, "p", HeadSize).Input($"{past}value", Element.Float, "b", Heads, "p", HeadSize)
            .Output($"{present}key", Element.Float, "b", Heads, "s", HeadSize).Output($"{present}value", Element.Float, "b", Heads, "s", HeadSize);
        string[] parts = ["query", "key", "value"];
        for (int w = 0; w < 3; w++)
        {
            graph.Node("MatMul", [$"x{i}", $"{n}w{w}"], $"{n}{parts[w]}.flat")
                .Node("Reshape", [$"{n}{parts[w]}.flat", "heads"], $"{n}{parts[w]}.split")
                .Node("Transpose", [$"{n}{parts[w]}.split"], $"{n}{parts[w]}", ("perm", new long[] { 0, 2, 1, 3 }));
        }

        graph.Node("Concat", [$"{past}key", $"{n}key"], $"{present}key", ("axis", 2))
            .Node("Concat", [$"{past}value", $"{n}value"], $"{present}value", ("axis", 2))
            .Node("Transpose", [$"{present}key"], $"{n}turned", ("perm", new long[] { 0, 1, 3, 2 }))
            .Node("MatMul", [$"{n}query", $"{n}turned"], $"{n}products")
            .Node("Mul", [$"{n}products", "scale"], $"{n}scaled")
            .Node("Where", ["allowed", $"{n}scaled", "never"], $"{n}masked")
            .Node("Softmax", [$"{n}masked"], $"{n}shares", ("axis", -1))
            .Node("MatMul", [$"{n}shares", $"{present}value"], $"{n}mixed")
            .Node("Transpose", [$"{n}mixed"], $"{n}rows", ("perm", new long[] { 0, 2, 1, 3 }))
            .Node("Reshape", [$"{n}rows", "joined"], $"{n}joined")
            .Node("MatMul", [$"{n}joined", $"{n}w3"], $"{n}answer")
            .Node("Add", [$"x{i}", $"{n}answer"], $"x{i + 1}");
    }
}
