using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// The flow of one frame's foreground, ready to be summed over boxes: for each cell with foreground its pixels, the flow that
/// they share, and the bins and shares of that flow normalised by the expected height around the cell.
/// A cell outside a box costs nothing, one at its edge counts only its pixels inside.
/// </summary>
internal sealed class BinnedFlow
{
    private const int Cell = FlowField.Cell;
    private const int AllPixels = 0b_111_111_111;

    // a cell's pixels from a column on, and before a column
    private static readonly int[] ColumnsFrom = [AllPixels, 0b_110_110_110, 0b_100_100_100];
    private static readonly int[] ColumnsTo = [0, 0b_001_001_001, 0b_011_011_011, AllPixels];

    private readonly int _height;
    private readonly int _width;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _bins;
    private readonly FlowHistogram _histogram;
    private readonly float[] _scales;
    private readonly int[] _first;
    private readonly List<Piece> _pieces = [];

    /// <summary>Prepares for pictures of one size.</summary>
    public BinnedFlow(MotionOptions options, PersonHeight heightLine, int height, int width)
    {
        _height = height;
        _width = width;
        _columns = (width + Cell - 1) / Cell;
        _bins = options.BinsPerBand;
        _histogram = new FlowHistogram(options);
        _rows = (height + Cell - 1) / Cell;
        _scales = new float[_rows];
        for (int row = 0; row < _rows; row++)
        {
            _scales[row] = options.ReferenceHeight / heightLine.AroundRow(FlowField.Centre(row, height));
        }

        _first = new int[_rows * (_columns + 1)];
    }

    /// <summary>Takes the flow of a frame.</summary>
    /// <param name="mask">The frame's foreground, H × W, 0 or 1.</param>
    /// <param name="flow">Flow to the next frame.</param>
    public void Load(ReadOnlySpan<byte> mask, FlowField flow)
    {
        _pieces.Clear();
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                _first[(row * (_columns + 1)) + column] = _pieces.Count;
                int pixels = PixelsOf(mask, row * Cell, column * Cell);
                if (pixels != 0)
                {
                    int cell = (row * _columns) + column;
                    (float u, float v) = (flow.U[cell], flow.V[cell]);
                    float speed = MathF.Sqrt((u * u) + (v * v));
                    BinShares shares = _histogram.Share(speed * _scales[row], speed > 0 ? _histogram.Direction(u, v) : 0);
                    _pieces.Add(new Piece(u, v, shares, column, pixels));
                }
            }

            _first[(row * (_columns + 1)) + _columns] = _pieces.Count;
        }
    }

    /// <summary>The foreground pixels inside a box and the sum of their flow.</summary>
    public FlowSum Sum(in PixelBox box) => Visit(box, 0, _height, []);

    /// <summary>Adds the flow inside a box to one histogram a band, and gives its sum.</summary>
    /// <param name="box">The box; what lies outside the picture holds nothing.</param>
    /// <param name="histograms">Bands × bins.</param>
    public FlowSum Accumulate(in PixelBox box, Span<float> histograms)
    {
        int bands = histograms.Length / _bins;
        FlowSum sum = default;
        for (int band = 0; band < bands; band++)
        {
            int top = box.Y + Boundary(box.Height, band, bands);
            int bottom = box.Y + Boundary(box.Height, band + 1, bands);
            sum += Visit(box, top, bottom, histograms.Slice(band * _bins, _bins));
        }

        return sum;
    }

    private static int Boundary(int height, int band, int bands) => ((2 * height * band) + bands) / (2 * bands);

    // a bit for each of the cell's pixels, row by row
    private int PixelsOf(ReadOnlySpan<byte> mask, int top, int left)
    {
        int pixels = 0;
        for (int y = Math.Min(top + Cell, _height) - 1; y >= top; y--)
        {
            for (int x = left + Cell - 1; x >= left; x--)
            {
                pixels = (pixels << 1) | (x < _width ? mask[(y * _width) + x] : 0);
            }
        }

        return pixels;
    }

    private FlowSum Visit(in PixelBox box, int top, int bottom, Span<float> histogram)
    {
        int left = Math.Max(box.X, 0);
        int right = Math.Min(box.X + box.Width, _width);
        top = Math.Max(top, Math.Max(box.Y, 0));
        bottom = Math.Min(bottom, Math.Min(box.Y + box.Height, _height));
        if (left >= right || top >= bottom)
        {
            return default;
        }

        (int firstRow, int lastRow) = (top / Cell, (bottom - 1) / Cell);
        (int firstColumn, int lastColumn) = (left / Cell, (right - 1) / Cell);
        int leftEdge = ColumnsFrom[left - (firstColumn * Cell)], rightEdge = ColumnsTo[right - (lastColumn * Cell)];
        ReadOnlySpan<Piece> pieces = CollectionsMarshal.AsSpan(_pieces);
        ref float bins = ref MemoryMarshal.GetReference(histogram);
        int pixels = 0;
        (float u, float v) = (0, 0);
        for (int row = firstRow; row <= lastRow; row++)
        {
            int first = row * (_columns + 1);
            int rows = row == firstRow ? AllPixels << (Cell * (top - (firstRow * Cell))) : AllPixels;
            rows &= row == lastRow ? AllPixels >> (Cell * (((lastRow + 1) * Cell) - bottom)) : AllPixels;
            foreach (ref readonly Piece piece in pieces[_first[first + firstColumn].._first[first + lastColumn + 1]])
            {
                int inside = piece.Pixels & rows;
                inside &= piece.Column == firstColumn ? leftEdge : AllPixels;
                inside &= piece.Column == lastColumn ? rightEdge : AllPixels;
                int count = BitOperations.PopCount((uint)inside);
                pixels += count;
                u += count * piece.U;
                v += count * piece.V;
                if (!histogram.IsEmpty)
                {
                    Unsafe.Add(ref bins, piece.Shares.Bin0) += count * piece.Shares.Share0;
                    Unsafe.Add(ref bins, piece.Shares.Bin1) += count * piece.Shares.Share1;
                    Unsafe.Add(ref bins, piece.Shares.Bin2) += count * piece.Shares.Share2;
                    Unsafe.Add(ref bins, piece.Shares.Bin3) += count * piece.Shares.Share3;
                }
            }
        }

        return new FlowSum(pixels, u, v);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Piece(float U, float V, BinShares Shares, int Column, int Pixels);
}
