namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Into how many columns and rows of square tiles a picture is cut.</summary>
internal readonly record struct TileGrid(int Columns, int Rows)
{
    /// <summary>All tiles: those of the grid, and the whole picture as another one where there are several.</summary>
    public int Tiles => Columns * Rows > 1 ? (Columns * Rows) + 1 : 1;

    /// <summary>
    /// The grid whose shape is nearest to the picture's (InternVL2.5, dynamic resolution); of grids equally near, the smaller,
    /// unless the picture has more than half the pixels of the larger.
    /// </summary>
    /// <param name="width">The picture's width, pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="size">A tile's side.</param>
    /// <param name="maximum">How many tiles the grid may have.</param>
    public static TileGrid Choose(int width, int height, int size, int maximum)
    {
        double shape = (double)width / height;
        var best = new TileGrid(1, 1);
        double least = double.PositiveInfinity;
        foreach (TileGrid grid in UpTo(maximum))
        {
            double difference = Math.Abs(shape - ((double)grid.Columns / grid.Rows));
            if (difference < least || (difference == least && (double)width * height > 0.5 * size * size * grid.Columns * grid.Rows))
            {
                (best, least) = (grid, difference);
            }
        }

        return best;
    }

    private static IEnumerable<TileGrid> UpTo(int maximum) =>
        from columns in Enumerable.Range(1, maximum)
        from rows in Enumerable.Range(1, maximum / columns)
        orderby columns * rows, columns
        select new TileGrid(columns, rows);
}
