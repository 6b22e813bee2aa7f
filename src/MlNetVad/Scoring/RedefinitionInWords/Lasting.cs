namespace MlNetVad.Scoring;

/// <summary>For how many frames a text has been true of the things at each place.</summary>
internal sealed class Lasting
{
    public const float SamePlace = 0.5f;   // of the smaller box
    private readonly VideoSequence _sequence = new();
    private List<(int Text, float[] Box, long Since)> _before = [], _now = [];
    private long _frame;

    /// <summary>Begins a row.</summary>
    public void Next(ReadOnlySpan<char> video, long frame)
    {
        (_before, _now) = (_now, _before);
        _now.Clear();
        if (_sequence.Begins(video, frame))
        {
            _before.Clear();
        }

        _frame = frame;
    }

    /// <summary>Frames since the text became true of what is in a box now.</summary>
    public long Frames(int text, ReadOnlySpan<float> box)
    {
        long since = _frame;
        foreach ((int other, float[] place, long began) in _before)
        {
            if (other == text && began < since && AnswerBox.Shared(box, place) >= SamePlace * MathF.Min(box[2] * box[3], place[2] * place[3]))
            {
                since = began;
            }
        }

        _now.Add((text, box[..4].ToArray(), since));
        return _frame - since;
    }
}
