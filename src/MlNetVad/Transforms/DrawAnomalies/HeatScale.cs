namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>How warm each part of a row is: the row's score on a scale of twice the threshold, times the part's share of the largest.</summary>
internal readonly struct HeatScale
{
    private readonly float _largest;
    private readonly float _score;
    private readonly float _threshold;

    public HeatScale(float score, float threshold, ReadOnlySpan<float> parts)
    {
        _score = score;
        _threshold = threshold;
        foreach (float part in parts)
        {
            _largest = MathF.Max(_largest, part);
        }
    }

    /// <summary>0 … 1; 0.5 is the threshold.</summary>
    public float this[float part] => Math.Clamp(Score(part) / (2 * _threshold), 0, 1);

    /// <summary>Whether a part by itself lies above the threshold.</summary>
    public bool IsAnomaly(float part) => Score(part) > _threshold;

    private float Score(float part) => part > 0 ? _score * (part / _largest) : 0;
}
