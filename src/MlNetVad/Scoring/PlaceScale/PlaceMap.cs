namespace MlNetVad.Scoring;

/// <summary>
/// How large a value usually is at each place of the picture: quantiles over a grid of foot points, each cell's with those around it
/// (Gaussian of one cell), and with so many objects of the whole picture added that few of a place's own say little.
/// </summary>
/// <param name="left">Least x of a foot point, pixels.</param>
/// <param name="top">Least y.</param>
/// <param name="width">Extent of the grid, pixels, above 0.</param>
/// <param name="height">Extent of the grid, pixels, above 0.</param>
/// <param name="usual">Columns × Rows values, above 0, row after row.</param>
internal sealed class PlaceMap(float left, float top, float width, float height, float[] usual)
{
    /// <summary>Cells across.</summary>
    public const int Columns = 8;

    /// <summary>Cells down.</summary>
    public const int Rows = 8;

    /// <summary>The value that is usual at a place, between the middles of the cells around it; beyond the grid that of its edge.</summary>
    public float Usual(float x, float y)
    {
        float column = Math.Clamp(((x - left) / width * Columns) - 0.5f, 0, Columns - 1);
        float row = Math.Clamp(((y - top) / height * Rows) - 0.5f, 0, Rows - 1);
        int c = Math.Min((int)column, Columns - 2), r = Math.Min((int)row, Rows - 2);
        (float u, float v) = (column - c, row - r);
        int at = (r * Columns) + c;
        return ((1 - v) * (((1 - u) * usual[at]) + (u * usual[at + 1]))) + (v * (((1 - u) * usual[at + Columns]) + (u * usual[at + Columns + 1])));
    }

    /// <summary>The least and the largest usual value.</summary>
    public (float Least, float Most) Range() => (usual.Min(), usual.Max());

    /// <summary>Writes the map, little-endian.</summary>
    public void Write(BinaryWriter writer)
    {
        foreach (float value in (ReadOnlySpan<float>)[left, top, width, height, .. usual])
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PlaceMap Read(BinaryReader reader)
    {
        float[] all = new float[4 + (Columns * Rows)];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = reader.ReadSingle();
        }

        return new PlaceMap(all[0], all[1], all[2], all[3], all[4..]);
    }
}
