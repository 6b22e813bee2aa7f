using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// The flow of one frame's foreground, ready to be summed over boxes: for each row of pixels, the pieces of up to three
/// pixels that share a cell's flow, with the bins and shares of that flow normalised by the expected height around the row.
/// A piece outside a box costs nothing, one at its edge counts only its pixels inside.
/// </summary>
internal sealed class BinnedFlow
{
    private const int Cell = FlowField.Cell;

    private readonly int _height;
    private readonly int _width;
    private readonly int _columns;
    private readonly int _bins;
    private readonly FlowHistogram _histogram;
    private readonly float[] _scales;
    private readonly int[] _first;
    private readonly float[] _speed;
    private readonly float[] _direction;
    private readonly List<Piece> _pieces = [];

    /// <summary>Prepares for pictures of one size.</summary>
    public BinnedFlow(MotionOptions options, PersonHeight heightLine, int height, int width)
    {
        _height = height;
        _width = width;
        _columns = (width + Cell - 1) / Cell;
        _bins = options.BinsPerBand;
        _histogram = new FlowHistogram(options);
        _scales = new float[height];
        for (int y = 0; y < height; y++)
        {
            _scales[y] = options.ReferenceHeight / heightLine.AroundRow(y);
        }

        _first = new int[(height * (_columns + 1)) + 1];
        _speed = new float[_columns];
        _direction = new float[_columns];
    }

    /// <summary>Takes the flow of a frame.</summary>
    /// <param name="mask">The frame's foreground, H × W, 0 or 1.</param>
    /// <param name="flow">Flow to the next frame.</param>
    public void Load(ReadOnlySpan<byte> mask, FlowField flow)
    {
        _pieces.Clear();
        for (int y = 0; y < _height; y++)
        {
            ReadOnlySpan<float> u = flow.U.Slice(y / Cell * _columns, _columns);
            ReadOnlySpan<float> v = flow.V.Slice(y / Cell * _columns, _columns);
            if (y % Cell == 0)
            {
                for (int column = 0; column < _columns; column++)
                {
                    _speed[column] = MathF.Sqrt((u[column] * u[column]) + (v[column] * v[column]));
                    _direction[column] = _speed[column] > 0 ? _histogram.Direction(u[column], v[column]) : 0;
                }
            }

            LoadRow(mask.Slice(y * _width, _width), y, u, v);
        }

        _first[^1] = _pieces.Count;
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

    private void LoadRow(ReadOnlySpan<byte> mask, int y, ReadOnlySpan<float> u, ReadOnlySpan<float> v)
    {
        Span<int> first = _first.AsSpan(y * (_columns + 1), _columns + 1);
        float scale = _scales[y];
        for (int column = 0; column < _columns; column++)
        {
            first[column] = _pieces.Count;
            int x = column * Cell;
            int pixels = mask[x];
            pixels |= x + 1 < mask.Length ? mask[x + 1] << 1 : 0;
            pixels |= x + 2 < mask.Length ? mask[x + 2] << 2 : 0;
            if (pixels != 0)
            {
                BinShares shares = _histogram.Share(_speed[column] * scale, _direction[column]);
                _pieces.Add(new Piece(u[column], v[column], shares, column, pixels));
            }
        }

        first[_columns] = _pieces.Count;
    }

    private FlowSum Visit(in PixelBox box, int top, int bottom, Span<float> histogram)
    {
        int left = Math.Max(box.X, 0);
        int right = Math.Min(box.X + box.Width, _width);
        top = Math.Max(top, Math.Max(box.Y, 0));
        bottom = Math.Min(bottom, Math.Min(box.Y + box.Height, _height));
        if (left >= right)
        {
            return default;
        }

        int firstColumn = left / Cell;
        int lastColumn = (right - 1) / Cell;
        int firstPixels = 7 << (left - (firstColumn * Cell));
        int lastPixels = 7 >> (((lastColumn + 1) * Cell) - right);
        ReadOnlySpan<Piece> pieces = CollectionsMarshal.AsSpan(_pieces);
        ref float bins = ref MemoryMarshal.GetReference(histogram);
        int pixels = 0;
        (float u, float v) = (0, 0);
        for (int y = top; y < bottom; y++)
        {
            int row = y * (_columns + 1);
            foreach (ref readonly Piece piece in pieces[_first[row + firstColumn].._first[row + lastColumn + 1]])
            {
                int inside = piece.Pixels;
                inside &= piece.Column == firstColumn ? firstPixels : 7;
                inside &= piece.Column == lastColumn ? lastPixels : 7;
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
