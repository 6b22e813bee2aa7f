using System.Diagnostics;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>
/// Scores a labelled set once and collects what the report needs. The clock runs from file to score and stands still
/// while places are compared with masks.
/// </summary>
internal sealed class ScoringPass(VideoScorer scorer, VideoSource dataset, PlacePass places)
{
    private const int MostMapBytes = 64 << 20;   // error maps of later frames are not kept for the page

    private readonly List<VideoScores> _videos = [];
    private readonly List<float> _scores = [];
    private readonly List<float> _labels = [];
    private readonly List<Evidence?> _evidence = [];
    private readonly List<ErrorMap?> _maps = [];
    private int _mapBytes;
    private string? _current;

    /// <summary>Scores and labels of every video; frames that no clip scored are NaN.</summary>
    public IReadOnlyList<VideoScores> Scores => _videos;

    /// <summary>Frames from file to score in a second.</summary>
    public double FramesPerSecond { get; private set; }

    /// <summary>Milliseconds a frame by stage.</summary>
    public IReadOnlyDictionary<string, double> Timing => scorer.Timing.ToDictionary(t => $"{t.Key}Ms", t => t.Value);

    /// <summary>Quantiles over frames by stage.</summary>
    public IReadOnlyDictionary<string, StageLatency> Latency => scorer.Latency;

    public void Run(IProgress<VideoProgress>? progress, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        long done = 0;
        long? total = progress is null ? null : dataset.ExpectedFrameCount;
        foreach (FrameScore frame in scorer.Score(dataset, cancellationToken))
        {
            clock.Stop();
            if (frame.Video != _current)
            {
                Begin(frame.Video, cancellationToken);
            }

            _scores.Add(frame.IsFilled ? float.NaN : frame.Score);
            _labels.Add(frame.Label);
            _evidence.Add(frame.Evidence);
            _maps.Add(_mapBytes < MostMapBytes ? frame.ErrorMap : null);
            _mapBytes += _maps[^1]?.Shares.Length ?? 0;
            places.Add(frame);
            done++;
            progress?.Report(new VideoProgress(1, done, total));
            clock.Start();
        }

        clock.Stop();
        End();
        FramesPerSecond = done / clock.Elapsed.TotalSeconds;
    }

    private void Begin(string video, CancellationToken cancellationToken)
    {
        End();
        _current = video;
        places.Begin(video, cancellationToken);
    }

    private void End()
    {
        if (_current is not null)
        {
            _videos.Add(new VideoScores(_current, [.. _scores], [.. _labels]) { Evidence = Known(_evidence), ErrorMaps = Known(_maps) });
        }

        _scores.Clear();
        _labels.Clear();
        _evidence.Clear();
        _maps.Clear();
    }

    private static T?[] Known<T>(List<T?> values)
        where T : class => values.TrueForAll(value => value is null) ? [] : [.. values];
}
