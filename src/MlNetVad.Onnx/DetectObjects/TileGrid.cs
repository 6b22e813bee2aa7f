using System.Runtime.InteropServices;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>A part of the frame, pixels.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Tile(int X, int Y);

/// <summary>How a frame is cut into equally large tiles that overlap and cover it.</summary>
/// <param name="Width">Of a tile, pixels of the frame.</param>
/// <param name="Height">Of a tile.</param>
/// <param name="Tiles">Their upper left corners, row by row.</param>
internal sealed record TileGrid(int Width, int Height, IReadOnlyList<Tile> Tiles)
{
    /// <summary>Cuts a frame.</summary>
    /// <param name="tiling">How.</param>
    /// <param name="width">Of the frame.</param>
    /// <param name="height">Of the frame.</param>
    /// <param name="inputWidth">Of the network's picture.</param>
    /// <param name="inputHeight">Of the network's picture.</param>
    public static TileGrid Of(DetectorTiling tiling, int width, int height, int inputWidth, int inputHeight)
    {
        (int[] xs, int tileWidth) = Cut(width, tiling.Columns, tiling.Overlap, tiling.Seen(inputWidth));
        (int[] ys, int tileHeight) = Cut(height, tiling.Rows, tiling.Overlap, tiling.Seen(inputHeight));
        return new TileGrid(tileWidth, tileHeight, [.. ys.SelectMany(y => xs.Select(x => new Tile(x, y)))]);
    }

    /// <summary>Cuts one side.</summary>
    /// <param name="length">Of the side.</param>
    /// <param name="count">The tiles; 0 for as many as needed.</param>
    /// <param name="overlap">Least share of a tile that its neighbour shares.</param>
    /// <param name="seen">What the network sees at the wanted enlargement; 0 where none is wanted.</param>
    private static (int[] Starts, int Size) Cut(int length, int count, double overlap, double seen)
    {
        const double Slack = 1e-4;   // the option's 0.2 is a float, a little more than a fifth
        if (count == 0)
        {
            count = seen <= 0 || seen >= length ? 1 : 1 + (int)Math.Ceiling(((length - seen) / (seen * (1 - overlap))) - Slack);
        }

        int cover = (int)Math.Ceiling((length / (count - ((count - 1) * overlap))) - Slack);
        int size = Math.Min(length, Math.Max(cover, count > 1 ? (int)seen : 0));
        return size == length
            ? ([0], length)
            : ([.. Enumerable.Range(0, count).Select(i => (int)Math.Round((double)i * (length - size) / (count - 1)))], size);
    }
}

/// <summary>The wish for tiles.</summary>
/// <param name="Scale">Enlargement of the frame; 1 for none.</param>
/// <param name="Columns">Tiles side by side; 0 for as many as needed.</param>
/// <param name="Rows">Tiles one above the other.</param>
/// <param name="Overlap">Least share of a tile that its neighbour shares.</param>
internal sealed record DetectorTiling(float Scale, int Columns, int Rows, float Overlap)
{
    /// <summary>Pixels of the frame that fill a side of the network's picture at the wanted enlargement; 0 where none is wanted.</summary>
    public double Seen(int input) => Scale == 1 ? 0 : input / (double)Scale;

    /// <summary>In words.</summary>
    public override string ToString() => this is { Scale: 1, Columns: <= 1, Rows: <= 1 }
        ? "one, the whole frame"
        : $"{Count(Columns)} × {Count(Rows)} of the frame enlarged {Scale:0.##} times, overlapping by {Overlap:0.##}";

    /// <summary>Writes it.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Scale);
        writer.Write(Columns);
        writer.Write(Rows);
        writer.Write(Overlap);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DetectorTiling Read(BinaryReader reader) =>
        new(reader.ReadSingle(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadSingle());

    private string Count(int tiles) => tiles > 0 ? $"{tiles}" : Scale == 1 ? "1" : "as many as needed";
}
