namespace MlNetVad.Scoring;

/// <summary>A causal filter that takes one score at a time; equal, bit for bit, to <see cref="TemporalFilters"/> over the whole.</summary>
internal sealed class CausalFilter(SmoothingSettings settings)
{
    private readonly float[] _window = new float[settings.Kind == SmoothingKind.CausalMean ? settings.Width : 0];
    private int _filled;
    private double _state;

    /// <summary>Forgets the past.</summary>
    public void Reset() => _filled = 0;

    /// <summary>The smoothed score.</summary>
    public float Next(float score) => settings.Kind == SmoothingKind.CausalMean ? Mean(score) : Exponential(score);

    private float Mean(float score)
    {
        if (_filled == _window.Length)
        {
            _window.AsSpan(1).CopyTo(_window);   // oldest first
            _filled--;
        }

        _window[_filled++] = score;
        return TemporalFilters.Mean(_window.AsSpan(0, _filled));
    }

    private float Exponential(float score)
    {
        if (_filled == 0)
        {
            _state = score;
            _filled = 1;
        }

        _state += settings.Alpha * (score - _state);
        return (float)_state;
    }
}
