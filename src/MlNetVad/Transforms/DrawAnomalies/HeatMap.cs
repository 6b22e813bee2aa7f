using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>A heat map of the whole frame, row-major, of its own fineness.</summary>
/// <param name="Height">Rows of cells; 0 for a square map of any number of cells.</param>
/// <param name="Width">Columns of cells; 0 likewise.</param>
internal readonly record struct HeatMap(int Height, int Width)
{
    /// <summary>The column that holds it.</summary>
    public static InputColumn Column(string name) => new(
        name,
        "Vector<Single, h, w> or Vector<Single, *> (a heat map of the frame, row by row; without dimensions, a square)",
        t => t is VectorDataViewType v && v.ItemType.Equals(NumberDataViewType.Single) && v.Dimensions.Length == (v.IsKnownSize ? 2 : 1),
        c => c.Kind != SchemaShape.Column.VectorKind.Scalar && NumberDataViewType.Single.Equals(c.ItemType));

    public static HeatMap Of(DataViewType type) => type is VectorDataViewType { Dimensions: [var height, var width] } ? new(height, width) : default;

    /// <summary>The map of a row that has this many cells.</summary>
    /// <exception cref="VadException">They are no square.</exception>
    public HeatMap For(int cells)
    {
        int side = (int)Math.Sqrt(cells);
        return Width > 0 ? this
            : side * side == cells ? new HeatMap(side, side)
            : throw new VadException($"A heat map of {cells} numbers is no square grid; give DrawAnomalies a column of type Vector<Single, h, w>.");
    }

    /// <summary>Gives each pixel the heat of the cell that it lies in.</summary>
    public void Spread(ReadOnlySpan<float> cells, HeatScale scale, ClipShape shape, Span<float> heat)
    {
        for (int y = 0; cells.Length > 0 && y < shape.Height; y++)
        {
            ReadOnlySpan<float> row = cells.Slice(y * Height / shape.Height * Width, Width);
            for (int x = 0; x < shape.Width; x++)
            {
                heat[(y * shape.Width) + x] = scale[row[x * Width / shape.Width]];
            }
        }
    }
}
