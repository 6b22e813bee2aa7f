namespace MlNetVad.Scoring;

/// <summary>Watches rows go by and tells where a new sequence begins: another video, or a frame that does not come later.</summary>
internal sealed class VideoSequence
{
    private string? _video;
    private long _frame;

    /// <summary>Whether this row begins a sequence.</summary>
    public bool Begins(ReadOnlySpan<char> video, long frame)
    {
        bool same = _video is not null && video.SequenceEqual(_video);
        bool begins = !same || frame <= _frame;
        if (!same)
        {
            _video = video.ToString();
        }

        _frame = frame;
        return begins;
    }
}
