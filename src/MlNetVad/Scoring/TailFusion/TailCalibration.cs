namespace MlNetVad.Scoring;

/// <summary>
/// How rare a normal score is: z = −log10 of the share of normal rows that reach it. Up to the 90 % quantile by the quantiles
/// themselves, beyond by a generalised Pareto tail (Pickands 1975; probability-weighted moments, Hosking and Wallis 1987), which is
/// widened by how few independent rows it was learned from.
/// </summary>
internal sealed class TailCalibration
{
    private const double BodyShare = 0.9;
    private const double LeastShape = 0.1, MostShape = 0.5;   // a tail is never taken to be lighter than that: normal life surprises
    private readonly float[] _body;    // quantiles 0 … BodyShare
    private readonly double _scale;
    private readonly double _shape;

    private TailCalibration(float[] body, double scale, double shape) => (_body, _scale, _shape) = (body, scale, shape);

    /// <summary>The score that a tenth of the normal rows exceed.</summary>
    public float Threshold => _body[^1];

    /// <summary>Learns it from normal scores.</summary>
    /// <param name="scores">At least one.</param>
    /// <param name="independent">How many of them count as independent.</param>
    /// <param name="leastScale">The least scale of the tail: differences smaller than this mean nothing.</param>
    public static TailCalibration Of(float[] scores, double independent, double leastScale)
    {
        double[] sorted = Array.ConvertAll(scores, s => (double)s);
        Array.Sort(sorted);
        float[] body = [.. Enumerable.Range(0, 91).Select(i => (float)Evaluation.Metrics.Quantile.OfSorted(sorted, BodyShare * i / 90))];
        double[] excesses = [.. sorted.Where(s => s > body[^1]).Select(s => s - body[^1])];
        if (excesses.Length == 0)
        {
            return new TailCalibration(body, leastScale, LeastShape);
        }

        double mean = excesses.Average();
        double weighted = excesses.Select((x, i) => x * (1 - ((i + 0.65) / excesses.Length))).Average();   // E[x (1 − F(x))]
        double shape = Math.Clamp(2 - (mean / Math.Max(mean - (2 * weighted), 1e-9 * mean)), LeastShape, MostShape);
        double widened = 1 + (1 / Math.Sqrt(Math.Max(1, (1 - BodyShare) * independent)));
        return new TailCalibration(body, Math.Max(leastScale, mean * (1 - shape) * widened), shape);
    }

    /// <summary>z: 0 for what every normal row reaches, 1 for one row in ten, 3 for one in a thousand.</summary>
    public float Rarity(float score)
    {
        if (score > Threshold)
        {
            return (float)(-Math.Log10(1 - BodyShare) + (Math.Log10(1 + (_shape * (score - Threshold) / _scale)) / _shape));
        }

        int above = Array.BinarySearch(_body, score);
        above = above < 0 ? ~above : above;
        while (above > 0 && _body[above - 1] >= score)
        {
            above--;   // of equal quantiles the lowest: what most rows reach is no rarity
        }

        if (above == 0)
        {
            return 0;
        }

        double step = _body[above] - _body[above - 1];
        double share = (above - 1 + ((score - _body[above - 1]) / step)) * BodyShare / (_body.Length - 1);
        return (float)-Math.Log10(1 - share);
    }

    public string ToText() => $"one normal row in ten exceeds {Threshold:0.###}; tail of scale {_scale:0.###}, shape {_shape:0.##}";

    public void Write(BinaryWriter writer)
    {
        foreach (float value in _body)
        {
            writer.Write(value);
        }

        writer.Write(_scale);
        writer.Write(_shape);
    }

    public static TailCalibration Read(BinaryReader reader)
    {
        var body = new float[91];
        foreach (ref float value in body.AsSpan())
        {
            value = reader.ReadSingle();
        }

        return new TailCalibration(body, reader.ReadDouble(), reader.ReadDouble());
    }
}
