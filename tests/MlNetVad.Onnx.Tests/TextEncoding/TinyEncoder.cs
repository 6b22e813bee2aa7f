using MlNetVad.TestSupport.Graphs;

namespace MlNetVad.Onnx.Tests.TextEncoding;

/// <summary>
/// A sentence encoder that can be followed by hand: token t has the hidden state [t, t + type + 1, mask]; the pooled output is the first
/// token's state times two. The vocabulary is [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, a 4, dog 5, runs 6, ##ning 7, [MASK] 8.
/// </summary>
internal static class TinyEncoder
{
    public const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\ndog\nruns\n##ning\n[MASK]\n";

    public static OnnxGraph Graph(bool withTypes = true)
    {
        OnnxGraph graph = new OnnxGraph()
            .Input("input_ids", OnnxGraph.Element.Int64, "batch", "tokens")
            .Input("attention_mask", OnnxGraph.Element.Int64, "batch", "tokens")
            .Output("last_hidden_state", OnnxGraph.Element.Float, "batch", "tokens", 3)
            .Output("pooler_output", OnnxGraph.Element.Float, "batch", 3)
            .Constant("last", [-1L], 1)
            .Constant("one", [1f], 1)
            .Constant("two", [2f], 1)
            .Constant("zero", [0L])
            .Node("Cast", ["input_ids"], "ids", ("to", 1L))
            .Node("Cast", ["attention_mask"], "mask", ("to", 1L));
        if (withTypes)
        {
            graph.Input("token_type_ids", OnnxGraph.Element.Int64, "batch", "tokens")
                .Node("Cast", ["token_type_ids"], "types", ("to", 1L))
                .Node("Add", ["ids", "types"], "typed");
        }
        else
        {
            graph.Node("Identity", ["ids"], "typed");
        }

        return graph
            .Node("Add", ["typed", "one"], "next")
            .Node("Unsqueeze", ["ids", "last"], "h0")
            .Node("Unsqueeze", ["next", "last"], "h1")
            .Node("Unsqueeze", ["mask", "last"], "h2")
            .Node("Concat", ["h0", "h1", "h2"], "last_hidden_state", ("axis", 2L))
            .Node("Gather", ["last_hidden_state", "zero"], "first", ("axis", 1L))
            .Node("Mul", ["first", "two"], "pooler_output");
    }
}
