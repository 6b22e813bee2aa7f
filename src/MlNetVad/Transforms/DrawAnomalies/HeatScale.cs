namespace MlNetVad.Transforms.DrawAnomalies;

/// <summary>
/// How warm each part of a row is: the row's score on a scale of twice the threshold, times the part's share of the way from what is
/// usual in the row to its largest part.
/// </summary>
internal readonly struct HeatScale
{
    private readonly float _largest, _usual, _score, _threshold;

    private HeatScale(float score, float threshold, float usual, ReadOnlySpan<float> parts)
    {
        (_score, _threshold, _usual, _largest) = (score, threshold, usual, usual);
        foreach (float part in parts)
        {
            _largest = MathF.Max(_largest, part);
        }
    }

    /// <summary>Of a row's objects: usual is 0, an object that has no score of its own.</summary>
    public static HeatScale OfObjects(float score, float threshold, ReadOnlySpan<float> parts) => new(score, threshold, 0, parts);

    /// <summary>Of a map's cells: usual is their median, for every place of a picture has some error.</summary>
    public static HeatScale OfMap(float score, float threshold, ReadOnlySpan<float> cells)
    {
        float[] sorted = cells.ToArray();
        Array.Sort(sorted);
        return new(score, threshold, sorted.Length > 0 ? sorted[sorted.Length / 2] : 0, cells);
    }

    /// <summary>0 … 1; 0.5 is the threshold.</summary>
    public float this[float part] => Math.Clamp(Score(part) / (2 * _threshold), 0, 1);

    /// <summary>Whether a part by itself lies above the threshold.</summary>
    public bool IsAnomaly(float part) => Score(part) > _threshold;

    private float Score(float part) => part > _usual ? _score * ((part - _usual) / (_largest - _usual)) : 0;
}
