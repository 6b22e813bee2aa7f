using MlNetVad.Scoring;

namespace MlNetVad.Transforms.SceneCaption;

/// <summary>
/// One measure of all training objects: its quantiles from a bounded sample, its extremes exactly. A boundary keeps a margin
/// to the median, so that where normal objects hardly differ, no words are made of noise.
/// </summary>
/// <param name="margin">Share of the median that every boundary is away from it.</param>
internal sealed class MeasureSample(double margin)
{
    private readonly QuantileSample _sample = new();
    private float _least = float.PositiveInfinity;
    private float _largest = float.NegativeInfinity;

    /// <summary>The median; 0 of none.</summary>
    public double Median => Quantile(0.5);

    /// <summary>A boundary above all values seen, far enough from the median; 0 of none, so that whatever comes is beyond it.</summary>
    public float BeyondLargest => _sample.Seen > 0 ? Math.Max(_largest, (float)((1 + margin) * Median)) : 0;

    /// <summary>A boundary just below all values seen; 0 of none.</summary>
    public float BelowLeast => _sample.Seen > 0 ? Math.Min(MathF.BitDecrement(_least), (float)((1 - margin) * Median)) : 0;

    /// <summary>Takes a value.</summary>
    public void Add(float value)
    {
        _sample.Add(value);
        _least = Math.Min(_least, value);
        _largest = Math.Max(_largest, value);
    }

    /// <summary>The boundary above a share, more than a half, of the values.</summary>
    public float Upper(double share) => (float)Math.Max(Quantile(share), (1 + margin) * Median);

    /// <summary>The boundary above a share, less than a half, of the values.</summary>
    public float Lower(double share) => (float)Math.Min(Quantile(share), (1 - margin) * Median);

    private double Quantile(double share) => _sample.Seen > 0 ? _sample.Quantile(share) : 0;
}
