using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Persistence;

/// <summary>Turns the stock chains of a loaded model back into the components they stand for.</summary>
internal static class Rehydration
{
    /// <summary>The same model with every MlNetVad part in its own type.</summary>
    public static ITransformer Rehydrate(ITransformer model)
    {
        if (model is not IEnumerable<ITransformer> chain)
        {
            return model;
        }

        ITransformer[] parts = chain.ToArray();
        if (ReadPayload(parts) is { } payload)
        {
            return Payload.Read(payload.Span);
        }

        return new TransformerChain<ITransformer>(parts.Select(Rehydrate).ToArray());
    }

    /// <summary>The payload of a chain that stands for a component, or null: its first two steps, run on one row.</summary>
    public static ReadOnlyMemory<char>? ReadPayload(IReadOnlyList<ITransformer> parts)
    {
        if (parts.Count < 3 || !parts[1].GetType().Name.StartsWith("ValueMapping", StringComparison.Ordinal))
        {
            return null;
        }

        IDataView row = SchemaPromise.Stock.Data.LoadFromEnumerable([new SchemaPromise.One<bool>()]);
        IDataView keyed = parts[0].Transform(row);
        if (keyed.Schema.GetColumnOrNull(StockForm.Key) is null)
        {
            return null;
        }

        return parts[1].Transform(keyed).GetColumn<ReadOnlyMemory<char>>(StockForm.PayloadColumn).Single();
    }
}
