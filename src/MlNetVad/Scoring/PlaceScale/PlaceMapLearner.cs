namespace MlNetVad.Scoring;

/// <summary>Learns a <see cref="PlaceMap"/> from the values and boxes of normal objects.</summary>
internal sealed class PlaceMapLearner
{
    private const int MostObjects = 1 << 18;
    private const double Quantile = 0.75;       // what moves there, not what stands there
    private const double PriorObjects = 100;
    private const int Bins = 48;                // of the logarithm: 24 octaves below the largest
    private const float BinsAnOctave = 2;

    private readonly QuantileSample _values = new();
    private readonly List<(float X, float Y, float Value)> _objects = [];
    private long _seen;
    private int _stride = 1;

    /// <summary>Takes a normal object; when there are too many, every second one is dropped.</summary>
    /// <param name="x">Middle of the foot, pixels.</param>
    /// <param name="y">Foot, pixels.</param>
    /// <param name="value">At least 0.</param>
    public void Add(float x, float y, float value)
    {
        _values.Add(value);
        if (_seen++ % _stride != 0)
        {
            return;
        }

        if (_objects.Count == MostObjects)
        {
            int at = 0;
            _objects.RemoveAll(_ => at++ % 2 != 0);
            _stride *= 2;
        }

        _objects.Add((x, y, value));
    }

    /// <summary>The map; one of 1 everywhere where nothing was seen, or nothing but zeros.</summary>
    public PlaceMap Learn()
    {
        float all = _values.Seen > 0 ? (float)_values.Quantile(Quantile) : 0;
        if (!(all > 0))
        {
            return new PlaceMap(0, 0, 1, 1, [.. Enumerable.Repeat(1f, PlaceMap.Columns * PlaceMap.Rows)]);
        }

        (float left, float top) = (_objects.Min(o => o.X), _objects.Min(o => o.Y));
        (float width, float height) = (Math.Max(1, _objects.Max(o => o.X) - left), Math.Max(1, _objects.Max(o => o.Y) - top));
        double[][] cells = [.. Enumerable.Range(0, PlaceMap.Columns * PlaceMap.Rows).Select(_ => new double[Bins])];
        var whole = new double[Bins];
        foreach ((float x, float y, float value) in _objects)
        {
            int column = Math.Min(PlaceMap.Columns - 1, (int)((x - left) / width * PlaceMap.Columns));
            int row = Math.Min(PlaceMap.Rows - 1, (int)((y - top) / height * PlaceMap.Rows));
            int bin = Math.Clamp((int)MathF.Round((MathF.Log2(Math.Max(value, 1e-9f) / all) * BinsAnOctave) + (Bins / 2)), 0, Bins - 1);
            cells[(row * PlaceMap.Columns) + column][bin]++;
            whole[bin] += PriorObjects / _objects.Count;
        }

        return new PlaceMap(left, top, width, height, [.. Enumerable.Range(0, cells.Length).Select(i => all * Upper(Around(cells, i, whole)))]);
    }

    private static double[] Around(double[][] cells, int cell, double[] prior)
    {
        double[] sum = [.. prior];
        (int row, int column) = (cell / PlaceMap.Columns, cell % PlaceMap.Columns);
        for (int other = 0; other < cells.Length; other++)
        {
            (int down, int right) = ((other / PlaceMap.Columns) - row, (other % PlaceMap.Columns) - column);
            double weight = Math.Exp(-0.5 * ((down * down) + (right * right)));
            for (int bin = 0; weight > 1e-3 && bin < Bins; bin++)
            {
                sum[bin] += weight * cells[other][bin];
            }
        }

        return sum;
    }

    // the quantile of a histogram of logarithms, as a factor
    private static float Upper(double[] histogram)
    {
        double reach = Quantile * histogram.Sum(), below = 0;
        int bin = 0;
        while (bin < Bins - 1 && below + histogram[bin] < reach)
        {
            below += histogram[bin++];
        }

        double inside = histogram[bin] > 0 ? (reach - below) / histogram[bin] : 0.5;
        return (float)Math.Pow(2, (bin - 0.5 + inside - (Bins / 2)) / BinsAnOctave);
    }
}
