using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A chain in the zip: the scopes in its <c>Model.key</c>, each transformer in a folder <c>Transform_000</c>, <c>Transform_001</c>, …</summary>
internal static class TransformerChainFormat
{
    public const string Signature = "TransformerChain";

    public static void Save(ModelSaveContext ctx, ITransformer[] transformers, TransformerScope[] scopes)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ctx.Start(Signature);
        ctx.Writer.Write(transformers.Length);
        for (int i = 0; i < transformers.Length; i++)
        {
            ctx.Writer.Write((int)scopes[i]);
            ctx.SavePart(transformers[i], FolderOf(i));
        }
    }

    public static TransformerChain<ITransformer> Load(ModelLoadContext ctx)
    {
        int count = ctx.ReadCount();
        var scopes = new TransformerScope[count];
        for (int i = 0; i < count; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
        }

        var transformers = new ITransformer[count];
        for (int i = 0; i < count; i++)
        {
            transformers[i] = ctx.LoadPart(FolderOf(i));
        }

        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string FolderOf(int index) => $"Transform_{index:000}";
}
