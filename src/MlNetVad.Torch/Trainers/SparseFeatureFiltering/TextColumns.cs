using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;

namespace MlNetVad.Torch.Trainers;

/// <summary>The column of text embeddings: one vector a clip, or one an object.</summary>
internal static class TextColumns
{
    /// <summary>The column as an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="width">S, the network's width of an embedding; 0 where any will do.</param>
    /// <param name="perObject">Whether there is one an object.</param>
    public static InputColumn Embedding(string name, int width, bool perObject) => (perObject, width) switch
    {
        (true, > 0) => InputColumn.Bag(name, width),
        (true, _) => Of(name, "Vector<Single, *, S> (a text embedding an object)", v => v is { IsKnownSize: false, Dimensions.Length: 2 }, SchemaShape.Column.VectorKind.VariableVector),
        (false, > 0) => Of(name, $"Vector<Single, {width}> (a text embedding of the network's width)", v => v.IsKnownSize && v.Size == width, SchemaShape.Column.VectorKind.Vector),
        _ => Of(name, "Vector<Single, S> (a text embedding)", v => v.IsKnownSize, SchemaShape.Column.VectorKind.Vector),
    };

    /// <summary>Takes the embeddings' width from training data where the options leave it open.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="types">Their types in the order of the component's input columns.</param>
    /// <param name="network">The network; its width of embeddings is set.</param>
    public static void Settle(PredictorColumns columns, IReadOnlyList<DataViewType> types, PredictorOptions network)
    {
        if (columns.Semantic is not null && network.TextDimension == 0)
        {
            network.TextDimension = ((VectorDataViewType)types[1]).Dimensions[^1];
        }
    }

    private static InputColumn Of(string name, string expected, Func<VectorDataViewType, bool> fits, SchemaShape.Column.VectorKind kind) => new(
        name,
        expected,
        t => t is VectorDataViewType v && v.ItemType.Equals(NumberDataViewType.Single) && fits(v),
        c => c.Kind == kind && NumberDataViewType.Single.Equals(c.ItemType));
}
