using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Evaluation;

/// <summary>
/// A source for a model that counts time in frames: a video of a higher frame rate than those of training as a camera of their rate would have shown it,
/// and the scores of what that showed brought back to every frame of the video.
/// </summary>
internal sealed class PacedVideos
{
    private readonly Dictionary<string, (VadVideo Whole, ThinnedFrameSource Thinned)> _faster = [];

    /// <summary>Looks at the videos' frame rates.</summary>
    /// <param name="source">The videos.</param>
    /// <param name="framesPerSecond">Of training; null where the model counts no time.</param>
    public PacedVideos(VideoSource source, double? framesPerSecond)
    {
        Source = framesPerSecond is { } trained ? new VideoSource(source.Name, [.. source.Videos.Select(video => Pace(video, trained))]) : source;
    }

    /// <summary>The videos as the model is to see them.</summary>
    public VideoSource Source { get; }

    /// <summary>Where in a video the frame stands that the model sees as its n-th.</summary>
    public long FrameOf(string video, long seen) => _faster.TryGetValue(video, out var faster) ? faster.Thinned.IndexOf(seen) : seen;

    /// <summary>One result for every frame of the videos; one that the model does not see has that of the last one before.</summary>
    public IEnumerable<FrameScore> Whole(IEnumerable<FrameScore> scored)
    {
        FrameScore? last = null;
        foreach (FrameScore current in scored)
        {
            foreach (FrameScore frame in Between(last, current))
            {
                yield return frame;
            }

            yield return _faster.TryGetValue(current.Video, out var faster) ? At(current, faster.Thinned.IndexOf(current.Frame), faster.Whole) : current;
            last = current;
        }

        foreach (FrameScore frame in Between(last, null))
        {
            yield return frame;
        }
    }

    // from a frame that was seen up to the next one, or to the end of the video
    private IEnumerable<FrameScore> Between(FrameScore? scored, FrameScore? next)
    {
        if (scored is not null && _faster.TryGetValue(scored.Video, out var faster))
        {
            long end = next?.Video == scored.Video ? faster.Thinned.IndexOf(next.Frame) : faster.Thinned.FramesRead;
            for (long frame = faster.Thinned.IndexOf(scored.Frame) + 1; frame < end; frame++)
            {
                yield return At(scored, frame, faster.Whole);
            }
        }
    }

    private static FrameScore At(FrameScore score, long frame, VadVideo video) =>
        score with { Frame = frame, Label = video.LabelOf((int)frame), Time = video.TimeOf(frame) };

    private VadVideo Pace(VadVideo video, double trained)
    {
        if (ThinnedFrameSource.Of(video, trained) is not { } thinned)
        {
            return video;
        }

        _faster.Add(video.Id, (video, thinned));
        return thinned.Video;
    }
}
