using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms.TextEmbedding;

/// <summary>A column of one text a row, or of several.</summary>
internal static class TextColumn
{
    /// <summary>The column as an input.</summary>
    public static InputColumn Of(string name) => new(
        name,
        "Text (one text a row) or Vector<Text> (several)",
        type => Item(type).Equals(TextDataViewType.Instance),
        column => TextDataViewType.Instance.Equals(column.ItemType));

    /// <summary>The type of the embeddings of texts: one vector, or a bag of them.</summary>
    public static VectorDataViewType Embedded(bool isBag, int dimension) =>
        isBag ? OutputColumn.BagType(dimension) : new VectorDataViewType(NumberDataViewType.Single, dimension);

    private static DataViewType Item(DataViewType type) => (type as VectorDataViewType)?.ItemType ?? type;
}
