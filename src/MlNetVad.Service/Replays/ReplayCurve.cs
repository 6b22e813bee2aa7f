namespace MlNetVad.Service.Replays;

/// <summary>The scores of a recording of any length: the highest of each of a few hundred equal spans.</summary>
internal sealed class ReplayCurve
{
    /// <summary>Spans at most; where there would be more, two become one.</summary>
    public const int MostSpans = 600;

    private const double Rounding = 1e-6;   // 0.3 / 0.1 is a little less than 3

    private readonly List<float?> _highest = [];
    private double _span = 0.1;

    /// <summary>Takes a score.</summary>
    public void Add(double seconds, float score)
    {
        while ((seconds / _span) + Rounding >= MostSpans)
        {
            Widen();
        }

        int span = (int)((seconds / _span) + Rounding);
        while (_highest.Count <= span)
        {
            _highest.Add(null);
        }

        _highest[span] = Math.Max(score, _highest[span] ?? score);
    }

    /// <summary>Points [seconds, highest score], a span each; spans without a frame have none.</summary>
    public double[][] Points() =>
        [.. _highest.Select((score, i) => (Score: score, At: i * _span)).Where(point => point.Score is not null)
            .Select(point => new[] { Math.Round(point.At, 3), Math.Round(point.Score!.Value, 3) })];

    private void Widen()
    {
        float?[][] pairs = [.. _highest.Chunk(2)];
        _highest.Clear();
        _highest.AddRange(pairs.Select(pair => pair.Max()));
        _span *= 2;
    }
}
