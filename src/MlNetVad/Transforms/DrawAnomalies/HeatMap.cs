using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.DrawAnomalies;

namespace MlNetVad.Transforms;

/// <summary>A heat map of the whole frame, row-major [h, w], of its own fineness.</summary>
/// <param name="Height">Rows of cells.</param>
/// <param name="Width">Columns of cells.</param>
internal readonly record struct HeatMap(int Height, int Width)
{
    /// <summary>The column that holds it.</summary>
    public static InputColumn Column(string name) => new(
        name,
        "Vector<Single, h, w> (a heat map of the frame)",
        t => t is VectorDataViewType { IsKnownSize: true, Dimensions.Length: 2 } v && v.ItemType.Equals(NumberDataViewType.Single),
        c => c.Kind == Microsoft.ML.SchemaShape.Column.VectorKind.Vector && NumberDataViewType.Single.Equals(c.ItemType));

    public static HeatMap Of(DataViewType type) => new(((VectorDataViewType)type).Dimensions[0], ((VectorDataViewType)type).Dimensions[1]);

    /// <summary>Gives each pixel the heat of the cell that it lies in.</summary>
    public void Spread(ReadOnlySpan<float> cells, HeatScale scale, ClipShape shape, Span<float> heat)
    {
        for (int y = 0; y < shape.Height; y++)
        {
            ReadOnlySpan<float> row = cells.Slice(y * Height / shape.Height * Width, Width);
            for (int x = 0; x < shape.Width; x++)
            {
                heat[(y * shape.Width) + x] = scale[row[x * Width / shape.Width]];
            }
        }
    }
}
