namespace MlNetVad.Onnx.ClipCaption;

/// <summary>What is known of a video while its rows go by.</summary>
/// <param name="id">The video's id.</param>
internal sealed class CaptionedVideo(string id)
{
    private volatile string _caption = "";

    public string Id { get; } = id;

    /// <summary>Clips seen.</summary>
    public long Clips { get; set; }

    /// <summary>The index of the last one's last frame.</summary>
    public long Frame { get; set; }

    /// <summary>The last caption; empty if there was none yet. May be set by another thread.</summary>
    public string Caption
    {
        get => _caption;
        set => _caption = value;
    }
}

/// <summary>The videos whose rows go by; rows of several videos may take turns. An earlier frame begins its video anew.</summary>
internal sealed class KnownVideos
{
    /// <summary>How many videos are remembered at most.</summary>
    public const int Limit = 1024;

    private readonly Dictionary<string, CaptionedVideo> _videos = [];
    private CaptionedVideo? _last;

    /// <summary>The video of this row.</summary>
    public CaptionedVideo At(ReadOnlySpan<char> id, long frame)
    {
        CaptionedVideo? video = _last is not null && id.SequenceEqual(_last.Id) ? _last : Find(id);
        if (video is null || frame < video.Frame)
        {
            video = new CaptionedVideo(video?.Id ?? id.ToString());
            if (_videos.Count >= Limit)
            {
                _videos.Clear();
            }

            _videos[video.Id] = video;
        }

        video.Frame = frame;
        _last = video;
        return video;
    }

    private CaptionedVideo? Find(ReadOnlySpan<char> id) =>
        _videos.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out CaptionedVideo? video) ? video : null;
}
