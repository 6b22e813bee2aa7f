namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>
/// What is normal where: people near the camera move over more pixels than people far away, so an object's error is divided
/// by what normal objects reach in its band of the picture. Bands hold equally many normal objects, by their lower edge.
/// </summary>
internal sealed class PlaceScale
{
    private const int Bands = 4;
    private const int LeastInBand = 50;
    private const double Share = 0.95;
    private readonly float[] _edges, _scales;

    private PlaceScale(float[] edges, float[] scales) => (_edges, _scales) = (edges, scales);

    /// <summary>The same everywhere.</summary>
    public static PlaceScale None { get; } = new([], [1]);

    /// <summary>The scale at a height of the picture.</summary>
    public float At(float place)
    {
        int band = 0;
        while (band < _edges.Length && place >= _edges[band])
        {
            band++;
        }

        return _scales[band];
    }

    /// <summary>Learns the bands from held-out normal objects; too few of them have none.</summary>
    public static PlaceScale Learn(IReadOnlyList<(float Place, float Error)> objects)
    {
        if (objects.Count < Bands * LeastInBand)
        {
            return None;
        }

        (float Place, float Error)[] sorted = [.. objects.OrderBy(o => o.Place)];
        float[] edges = [.. Enumerable.Range(1, Bands - 1).Select(i => sorted[i * sorted.Length / Bands].Place)];
        float[] scales = new float[Bands];
        for (int band = 0; band < Bands; band++)
        {
            double[] errors = [.. sorted.Skip(band * sorted.Length / Bands).Take(sorted.Length / Bands).Select(o => (double)o.Error).Order()];
            scales[band] = (float)Math.Max(1e-6, Evaluation.Metrics.Quantile.OfSorted(errors, Share));
        }

        return new PlaceScale(edges, scales);
    }

    /// <summary>Writes the bands.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_edges.Length);
        foreach (float value in _edges.Concat(_scales))
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static PlaceScale Read(BinaryReader reader)
    {
        int edges = Math.Clamp(reader.ReadInt32(), 0, 1024);
        float[] values = [.. Enumerable.Range(0, (2 * edges) + 1).Select(_ => reader.ReadSingle())];
        return new PlaceScale(values[..edges], values[edges..]);
    }
}
