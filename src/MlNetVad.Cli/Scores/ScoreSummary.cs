using System.Diagnostics;
using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Scores;

/// <summary>A run of frames above the threshold, gaps of up to a second closed.</summary>
/// <param name="Video">The video's id.</param>
/// <param name="First">First frame above the threshold.</param>
/// <param name="Last">Last frame above the threshold.</param>
/// <param name="Peak">Highest score.</param>
/// <param name="PeakFrame">Where it is.</param>
/// <param name="FirstTime">The first frame's time in seconds; null where times are not known.</param>
/// <param name="LastTime">The last frame's.</param>
/// <param name="PeakTime">The peak's.</param>
/// <param name="Evidence">Why it is unusual there; null where the model does not say.</param>
/// <param name="Place">Where in the picture, in shares of it; null where the model does not say.</param>
internal sealed record Alarm(
    string Video, long First, long Last, float Peak, long PeakFrame, double? FirstTime, double? LastTime, double? PeakTime, Evidence? Evidence, ScoredBox? Place);

/// <summary>One video in a line.</summary>
/// <param name="Video">The video's id.</param>
/// <param name="Frames">Its frames.</param>
/// <param name="Alarmed">Frames above the threshold.</param>
/// <param name="Mean">Mean score.</param>
/// <param name="Max">Highest score.</param>
/// <param name="MaxFrame">Where it is.</param>
internal sealed record VideoSummary(string Video, long Frames, long Alarmed, double Mean, float Max, long MaxFrame);

/// <summary>Sums up scores as they come, without keeping them.</summary>
internal sealed class ScoreSummary(double threshold)
{
    private const double MergeGapSeconds = 1;
    private const int MergeGapFrames = 25;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<VideoSummary> _videos = [];
    private readonly List<Alarm> _alarms = [];

    /// <summary>Where a frame alarms; NaN where the model has no threshold.</summary>
    public double Threshold => threshold;

    /// <summary>Every video, in order.</summary>
    public IReadOnlyList<VideoSummary> Videos => _videos;

    /// <summary>Every alarm, in order.</summary>
    public IReadOnlyList<Alarm> Alarms => _alarms;

    /// <summary>All frames.</summary>
    public long Frames => _videos.Sum(video => video.Frames);

    /// <summary>Frames a second, from file to score.</summary>
    public double FramesPerSecond { get; private set; }

    /// <summary>Milliseconds a frame by stage.</summary>
    public IReadOnlyDictionary<string, double> Timing { get; private set; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Takes the next frame.</summary>
    public void Add(FrameScore frame)
    {
        if (_videos.Count == 0 || _videos[^1].Video != frame.Video)
        {
            _videos.Add(new VideoSummary(frame.Video, 0, 0, 0, float.NegativeInfinity, 0));
        }

        VideoSummary video = _videos[^1];
        bool higher = frame.Score > video.Max;
        _videos[^1] = video with
        {
            Frames = video.Frames + 1,
            Alarmed = video.Alarmed + (frame.IsAnomaly ? 1 : 0),
            Mean = video.Mean + ((frame.Score - video.Mean) / (video.Frames + 1)),
            Max = higher ? frame.Score : video.Max,
            MaxFrame = higher ? frame.Frame : video.MaxFrame,
        };
        if (frame.IsAnomaly)
        {
            AddAlarm(frame);
        }
    }

    /// <summary>Stops the clock.</summary>
    public void Finish(IReadOnlyDictionary<string, double> timing)
    {
        FramesPerSecond = Frames / Math.Max(1e-9, _watch.Elapsed.TotalSeconds);
        Timing = timing;
    }

    private void AddAlarm(FrameScore frame)
    {
        if (_alarms.Count > 0 && _alarms[^1] is var last && last.Video == frame.Video && IsNear(last, frame))
        {
            bool higher = frame.Score > last.Peak;

            // the score is smoothed: the strongest evidence may stand a little before its peak
            bool stronger = last.Evidence is { } evidence ? frame.Evidence?.Rarity > evidence.Rarity : frame.Evidence is not null || higher;
            _alarms[^1] = last with
            {
                Last = frame.Frame,
                LastTime = frame.Time,
                Peak = higher ? frame.Score : last.Peak,
                PeakFrame = higher ? frame.Frame : last.PeakFrame,
                PeakTime = higher ? frame.Time : last.PeakTime,
                Evidence = stronger ? frame.Evidence : last.Evidence,
                Place = stronger ? frame.Place : last.Place,
            };
        }
        else
        {
            _alarms.Add(new Alarm(frame.Video, frame.Frame, frame.Frame, frame.Score, frame.Frame, frame.Time, frame.Time, frame.Time, frame.Evidence, frame.Place));
        }
    }

    private static bool IsNear(Alarm last, FrameScore frame) =>
        frame.Time is { } now && last.LastTime is { } then ? now - then <= MergeGapSeconds : frame.Frame - last.Last - 1 <= MergeGapFrames;
}
