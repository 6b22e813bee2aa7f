using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Onnx;

public sealed class OnnxTransformer : RowToRowTransformerBase, IDisposable
{
    internal const string Signature = "OnnxTransform";

    internal OnnxTransformer(OnnxNetwork network) => Network = network;

    internal OnnxNetwork Network { get; }

    public void Dispose() => Network.Dispose();

    internal static OnnxTransformer Load(ModelLoadContext ctx)
    {
        var options = new OnnxOptions { InputColumns = ReadNames(ctx), OutputColumns = ReadNames(ctx) };
        int shapes = ctx.ReadCount();
        if (shapes > 0)
        {
            options.ShapeDictionary = new Dictionary<string, int[]>();
        }

        for (int i = 0; i < shapes; i++)
        {
            string name = ctx.ReadName();
            var shape = new int[ctx.ReadCount()];
            for (int j = 0; j < shape.Length; j++)
            {
                shape[j] = ctx.Reader.ReadInt32();
            }

            options.ShapeDictionary[name] = shape;
        }

        byte[] model = ctx.Reader.ReadBytes(ctx.ReadCount());
        return new OnnxTransformer(OnnxNetwork.Open(ctx.Environment, options, model));
    }

    private protected override RowMapping MakeMapping(DataViewSchema inputSchema) => new OnnxMapping(inputSchema, Network);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.Start(Signature);
        WriteNames(ctx.Writer, Network.Inputs);
        WriteNames(ctx.Writer, Network.Outputs);
        IDictionary<string, int[]> shapes = Network.Options.ShapeDictionary ?? new Dictionary<string, int[]>();
        ctx.Writer.Write(shapes.Count);
        foreach ((string name, int[] shape) in shapes)
        {
            ctx.Writer.Write(name);
            ctx.Writer.Write(shape.Length);
            Array.ForEach(shape, ctx.Writer.Write);
        }

        ctx.Writer.Write(Network.Model.Length);
        ctx.Writer.Write(Network.Model);
    }

    private static string[] ReadNames(ModelLoadContext ctx)
    {
        var names = new string[ctx.ReadCount()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = ctx.ReadName();
        }

        return names;
    }

    private static void WriteNames(BinaryWriter writer, IReadOnlyList<OnnxColumn> columns)
    {
        writer.Write(columns.Count);
        foreach (OnnxColumn column in columns)
        {
            writer.Write(column.Name);
        }
    }
}
