using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace MlNetVad.Persistence;

/// <summary>
/// The type of a column of pictures. ML.NET knows a class's <c>MLImage</c> field only with a size at compile time; registered once, a
/// field without an attribute is a picture of any size, in a saved model's contract and in a class that a PredictionEngine fills.
/// </summary>
internal static class ImageColumn
{
    static ImageColumn() => DataViewTypeManager.Register(Type, typeof(MLImage));

    public static ImageDataViewType Type { get; } = new();
}
