using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Transforms;

namespace MlNetVad.Evaluation;

/// <summary>
/// Where in a frame a network predicts badly: a grid over the whole frame, each cell's share of the way from the frame's median cell to its largest, as
/// <c>DrawAnomalies</c> colours it. A map of more than <see cref="MostCells"/> cells is kept coarser, the largest of neighbouring cells standing for all.
/// </summary>
public sealed class ErrorMap
{
    /// <summary>Cells that are kept at most.</summary>
    public const int MostCells = 1024;

    /// <summary>The share from which a cell belongs to a region.</summary>
    public const double LeastShare = 0.5;

    private readonly byte[] _shares;

    private ErrorMap(byte[] shares, int columns) => (_shares, Columns) = (shares, columns);

    /// <summary>Rows of cells.</summary>
    public int Rows => _shares.Length / Columns;

    /// <summary>Columns of cells.</summary>
    public int Columns { get; }

    /// <summary>The shares, row by row, 0 … 255 for 0 … 1.</summary>
    public ReadOnlySpan<byte> Shares => _shares;

    /// <summary>Makes one of errors.</summary>
    /// <param name="errors">One a cell, row by row, finite.</param>
    /// <param name="columns">Cells in a row.</param>
    internal static ErrorMap Of(ReadOnlySpan<float> errors, int columns)
    {
        float[] sorted = errors.ToArray();
        Array.Sort(sorted);
        float usual = sorted[sorted.Length / 2], most = sorted[^1];
        int rows = errors.Length / columns, step = 1;
        for (; (rows + step - 1) / step * ((columns + step - 1) / step) > MostCells; step++)
        {
        }

        int down = (rows + step - 1) / step, across = (columns + step - 1) / step;
        byte[] shares = new byte[down * across];
        for (int i = 0; most > usual && i < errors.Length; i++)
        {
            ref byte cell = ref shares[(i / columns * down / rows * across) + (i % columns * across / columns)];
            cell = Math.Max(cell, (byte)(255 * Math.Max(0, (errors[i] - usual) / (most - usual))));
        }

        return new ErrorMap(shares, across);
    }

    /// <summary>
    /// The regions that the map points at: the boxes of the 8-connected components of cells of at least <see cref="LeastShare"/>. A region's score is the frame's, times
    /// the share of the largest cell in its box where the frame's score is above 0: one scale over all frames, on which a frame's largest region has the frame's score.
    /// </summary>
    /// <param name="score">The frame's score.</param>
    /// <param name="width">Width of the picture, in which the boxes are given.</param>
    /// <param name="height">Its height.</param>
    public IReadOnlyList<ScoredBox> Regions(float score, int width, int height)
    {
        byte[] mask = Array.ConvertAll(_shares, share => share >= 255 * LeastShare ? (byte)1 : (byte)0);
        float right = (float)width / Columns, down = (float)height / Rows;
        return [.. new ConnectedComponents().Find(mask, Columns).Select(c => new ScoredBox(
            c.X * right, c.Y * down, c.Width * right, c.Height * down, Math.Min(score, score * Largest(c) / 255f)))];
    }

    /// <summary>The column of a whole frame's map; null where there is none, or one an object.</summary>
    internal static DataViewSchema.Column? Column(DataViewSchema schema) =>
        schema.GetColumnOrNull("ErrorMap") is { Type: VectorDataViewType { Dimensions.Length: 2 } type } column && type.IsKnownSize && type.ItemType.Equals(NumberDataViewType.Single) ? column : null;

    /// <summary>Reads a row's map.</summary>
    internal static Func<ErrorMap>? Reader(DataViewRowCursor cursor)
    {
        if (Column(cursor.Schema) is not { } column)
        {
            return null;
        }

        int columns = ((VectorDataViewType)column.Type).Dimensions[1];
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> errors = default;
        return () =>
        {
            getter(ref errors);
            return Of([.. errors.DenseValues()], columns);
        };
    }

    private byte Largest(Component box)
    {
        byte most = 0;
        for (int y = box.Y; y < box.Bottom; y++)
        {
            foreach (byte share in _shares.AsSpan((y * Columns) + box.X, box.Width))
            {
                most = Math.Max(most, share);
            }
        }

        return most;
    }
}
