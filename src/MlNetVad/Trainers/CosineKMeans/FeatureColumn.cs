using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Trainers;

/// <summary>The feature column of the modes: one vector a row, or a bag of them.</summary>
internal static class FeatureColumn
{
    /// <summary>The column as an input, of any width or of a known one.</summary>
    public static InputColumn Of(string name, int? width = null)
    {
        string d = width?.ToString() ?? "d";
        return new InputColumn(
            name,
            $"Vector<Single, {d}> (one vector a row) or Vector<Single, *, {d}> (a bag of vectors a row)",
            type => Width(type) is { } found && (width is null || found == width),
            column => column.Kind != SchemaShape.Column.VectorKind.Scalar && NumberDataViewType.Single.Equals(column.ItemType));
    }

    /// <summary>Numbers a vector, or null where the type is neither of the two.</summary>
    public static int? Width(DataViewType type)
    {
        if (type is not VectorDataViewType vector || !vector.ItemType.Equals(NumberDataViewType.Single))
        {
            return null;
        }

        if (vector.IsKnownSize)
        {
            return vector.Size;
        }

        return vector.Dimensions.Length == 2 && vector.Dimensions[1] > 0 ? vector.Dimensions[1] : null;
    }
}
