using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Scoring;

/// <summary>
/// How rare a normal score is: z = −log10 of the share of normal rows that reach it. Up to the 90 % quantile by the quantiles
/// themselves, beyond by a generalised Pareto tail (Pickands 1975; probability-weighted moments, Hosking and Wallis 1987).
/// </summary>
/// <remarks>
/// Little is believed of what few videos have shown. The tail is at least as heavy as the predictive distribution of an exponential
/// excess that n videos have shown, a Lomax tail of shape 1 / n; and z is scaled down by as much as left-out videos exceeded the promise.
/// </remarks>
internal sealed class TailCalibration
{
    private const int Steps = 90;
    private const double BodyShare = 0.9;
    private const double LeastShape = 1e-3, MostShape = 0.5;   // of the fitted tail; 1 / n may be heavier
    private const int MostLeftOut = 16;
    private const double Promise = 0.995;
    private readonly float[] _body;    // quantiles 0 … BodyShare
    private readonly double _scale;
    private readonly double _shape;
    private readonly double _trust;

    private TailCalibration(float[] body, double scale, double shape, double trust) =>
        (_body, _scale, _shape, _trust) = (body, scale, shape, trust);

    /// <summary>The score that a tenth of the normal rows exceed.</summary>
    public float Threshold => _body[^1];

    /// <summary>The score that as many normal rows may exceed as are promised, one in two hundred.</summary>
    public float Promised => ScoreOf(-Math.Log10(1 - Promise));

    /// <summary>The score that half of the normal rows exceed.</summary>
    public float Typical => (float)Quantile.OfSorted([.. _body.Select(b => (double)b)], 0.5 / BodyShare);

    /// <summary>The score that has a rarity, at least <see cref="Threshold"/>.</summary>
    /// <param name="rarity">The rarity, z.</param>
    public float ScoreOf(double rarity)
    {
        double beyond = Math.Max(0, (rarity / Math.Max(_trust, 1e-3)) + Math.Log10(1 - BodyShare));
        return (float)Math.Min(Threshold + (_scale / _shape * (Math.Pow(10, _shape * beyond) - 1)), 1e30);
    }

    /// <summary>Learns it from normal scores.</summary>
    /// <param name="videos">The scores of each video, at least one.</param>
    /// <param name="leastScale">The least scale of the tail: differences smaller than this mean nothing.</param>
    public static TailCalibration Of(float[][] videos, double leastScale)
    {
        TailCalibration all = Fit(videos, leastScale);
        if (videos.Length < 2)
        {
            return all;
        }

        int folds = Math.Min(videos.Length, MostLeftOut);
        double[] leftOut = [.. Enumerable.Range(0, folds).SelectMany(fold =>
        {
            TailCalibration others = Fit([.. videos.Where((_, i) => i % folds != fold)], leastScale);
            return videos.Where((_, i) => i % folds == fold).SelectMany(v => v).Select(s => (double)others.Rarity(s));
        }).Order()];
        double reached = Quantile.OfSorted(leftOut, Promise);
        return new TailCalibration(all._body, all._scale, all._shape, Math.Min(1, -Math.Log10(1 - Promise) / Math.Max(reached, 1e-9)));
    }

    /// <summary>The same, believed nothing: z is 0 for every score.</summary>
    public TailCalibration Unheard() => new(_body, _scale, _shape, trust: 0);

    /// <summary>z: 0 for what every normal row reaches, 1 for one row in ten, 3 for one in a thousand.</summary>
    public float Rarity(float score) => (float)(_trust * Untried(score));

    private static TailCalibration Fit(float[][] videos, double leastScale)
    {
        double[] sorted = [.. videos.SelectMany(v => v).Select(s => (double)s).Order()];
        float[] body = [.. Enumerable.Range(0, Steps + 1).Select(i => (float)Quantile.OfSorted(sorted, BodyShare * i / Steps))];
        double[] excesses = [.. sorted.Where(s => s > body[^1]).Select(s => s - body[^1])];
        if (excesses.Length == 0)
        {
            return new TailCalibration(body, leastScale, 1, 1);
        }

        double mean = excesses.Average();
        double weighted = excesses.Select((x, i) => x * (1 - ((i + 0.65) / excesses.Length))).Average();   // E[x (1 − F(x))]
        double shape = Math.Clamp(2 - (mean / Math.Max(mean - (2 * weighted), 1e-9 * mean)), LeastShape, MostShape);
        return new TailCalibration(body, Math.Max(leastScale, mean * (1 - shape)), Math.Max(shape, 1 / Witnesses(videos, body[^1])), 1);
    }

    // videos that have shown an excess, counted by how evenly they did (Kish's effective number)
    private static double Witnesses(float[][] videos, float threshold)
    {
        double[] counts = [.. videos.Select(v => (double)v.Count(s => s > threshold))];
        return Math.Pow(counts.Sum(), 2) / counts.Sum(c => c * c);
    }

    private double Untried(float score)
    {
        if (score > Threshold)
        {
            return -Math.Log10(1 - BodyShare) + (Math.Log10(1 + (_shape * (score - Threshold) / _scale)) / _shape);
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
        double share = (above - 1 + ((score - _body[above - 1]) / step)) * BodyShare / Steps;
        return -Math.Log10(1 - share);
    }

    public string ToText() => _trust == 0 ? "left out: no better than chance on made anomalies of its own kind" : $"one normal row in ten exceeds {Threshold:0.###}; tail of scale {_scale:0.###}, shape {_shape:0.##}, trusted by {_trust:P0}";

    public void Write(BinaryWriter writer)
    {
        foreach (float value in _body)
        {
            writer.Write(value);
        }

        writer.Write(_scale);
        writer.Write(_shape);
        writer.Write(_trust);
    }

    public static TailCalibration Read(BinaryReader reader)
    {
        var body = new float[Steps + 1];
        foreach (ref float value in body.AsSpan())
        {
            value = reader.ReadSingle();
        }

        return new TailCalibration(body, reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
    }
}
