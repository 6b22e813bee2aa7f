namespace MlNetVad.Scoring;

/// <summary>
/// How far the level of one score has risen above what is usual: the median of its last five minutes of calm, a sample a second. Before
/// the first sample all of them are at the level that it begins with, so that nothing changes in the first two and a half minutes.
/// </summary>
internal sealed class SlowLevel(FollowedScore score)
{
    /// <summary>Samples of which the median is taken.</summary>
    public const int Seconds = 300;

    private readonly float[] _samples = new float[Seconds];
    private readonly float[] _sorted = new float[Seconds];
    private int _next;

    /// <summary>What is to be taken off the score: 0 … what is usual, so that a level of more than twice that is never followed.</summary>
    public float Risen { get; private set; }

    /// <summary>Begins at the level at which an earlier one ended.</summary>
    public void Restart()
    {
        Risen = score.Bound(score.Risen);
        Array.Fill(_samples, score.Usual + Risen);
        _next = 0;
    }

    /// <summary>Takes a second's score.</summary>
    public void Add(float value)
    {
        _samples[_next] = value;
        _next = (_next + 1) % Seconds;
        _samples.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        Risen = score.Bound(_sorted[(Seconds - 1) / 2] - score.Usual);
    }
}
