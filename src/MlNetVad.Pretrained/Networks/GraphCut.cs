namespace MlNetVad.Pretrained.Networks;

/// <summary>
/// An ONNX network that ends earlier, and takes any number of pictures of any size: the nodes behind the wanted tensors and their
/// weights are left out, and so is every size that the file writes down. For networks whose nodes have no size of their own:
/// convolutions, normalisation, additions, pooling windows.
/// </summary>
internal static class GraphCut
{
    // fields of ModelProto, GraphProto, NodeProto, TensorProto and ValueInfoProto
    private const int Graph = 7;
    private const int Node = 1, Initializer = 5, Input = 11, Output = 12, ValueInfo = 13;
    private const int NodeInput = 1, NodeOutput = 2, TensorName = 8, ValueName = 1, ValueType = 2;
    private const int SinglePrecision = 1;

    /// <summary>Cuts a network.</summary>
    /// <param name="model">The bytes of an ONNX file.</param>
    /// <param name="tensors">The tensors [n, c, h, w] that are the only outputs.</param>
    /// <returns>The bytes of the cut file.</returns>
    /// <exception cref="FormatException">The bytes are no network, or no node of it gives one of the tensors.</exception>
    public static byte[] At(ReadOnlyMemory<byte> model, string[] tensors)
    {
        List<ReadOnlyMemory<byte>> cut = [];
        foreach (WireField field in WireField.Read(model))
        {
            if (field.Number == Graph)
            {
                List<ReadOnlyMemory<byte>> graph = CutGraph(WireField.Read(field.Body), tensors);
                cut.Add(WireField.Head(Graph, graph.Sum(piece => piece.Length)));
                cut.AddRange(graph);
            }
            else
            {
                cut.Add(field.Whole);
            }
        }

        return Joined(cut);   // copied once: it is large
    }

    private static List<ReadOnlyMemory<byte>> CutGraph(List<WireField> graph, string[] tensors)
    {
        var needed = new HashSet<string>(tensors, StringComparer.Ordinal);
        var missing = new HashSet<string>(tensors, StringComparer.Ordinal);
        var keptNodes = new HashSet<int>();
        for (int i = graph.Count - 1; i >= 0; i--)   // nodes stand in the order in which they run
        {
            if (graph[i].Number == Node && WireField.Read(graph[i].Body) is var parts && parts.Exists(p => p.Number == NodeOutput && needed.Contains(p.Text)))
            {
                keptNodes.Add(i);
                missing.ExceptWith(parts.Where(p => p.Number == NodeOutput).Select(p => p.Text));
                needed.UnionWith(parts.Where(p => p.Number == NodeInput).Select(p => p.Text));
            }
        }

        if (missing.Count > 0)
        {
            throw new FormatException($"it has no tensor '{missing.First()}'");
        }

        List<ReadOnlyMemory<byte>> cut = [];
        for (int i = 0; i < graph.Count; i++)
        {
            WireField field = graph[i];
            if (field.Number == Input)
            {
                cut.Add(Message(Input, OfAnySize(Name(field, ValueName))));
            }
            else if (field.Number == Node ? keptNodes.Contains(i) : field.Number == Initializer ? needed.Contains(Name(field, TensorName)) : field.Number is not (Output or ValueInfo))
            {
                cut.Add(field.Whole);
            }
        }

        cut.AddRange(tensors.Select(tensor => (ReadOnlyMemory<byte>)Message(Output, OfAnySize(tensor))));
        return cut;
    }

    private static byte[] Joined(List<ReadOnlyMemory<byte>> pieces)
    {
        byte[] joined = GC.AllocateUninitializedArray<byte>(pieces.Sum(piece => piece.Length));
        int at = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            piece.CopyTo(joined.AsMemory(at));
            at += piece.Length;
        }

        return joined;
    }

    private static string Name(WireField field, int number) => WireField.Read(field.Body).First(f => f.Number == number).Text;

    /// <summary>A tensor of single precision and four dimensions, none of which is said.</summary>
    private static byte[] OfAnySize(string name)
    {
        byte[] shape = Message(1, [], [], [], []);
        byte[] tensor = [.. WireField.OfNumber(1, SinglePrecision), .. Message(2, shape)];
        return [.. Message(ValueName, System.Text.Encoding.UTF8.GetBytes(name)), .. Message(ValueType, Message(1, tensor))];
    }

    private static byte[] Message(int number, params ReadOnlySpan<byte[]> bodies)
    {
        using var message = new MemoryStream();
        foreach (byte[] body in bodies)
        {
            WireField.Write(message, number, body);
        }

        return message.ToArray();
    }
}
