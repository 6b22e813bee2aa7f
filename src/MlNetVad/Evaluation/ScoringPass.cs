using System.Diagnostics;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Video;

namespace MlNetVad.Evaluation;

/// <summary>
/// Scores a labelled set once and collects what the report needs. The clock runs from file to score and stands still
/// while pixel maps are compared with masks.
/// </summary>
internal sealed class ScoringPass(VideoScorer scorer, VideoSource dataset, FrameFormat maskFormat)
{
    private readonly List<VideoScores> _videos = [];
    private readonly List<float> _scores = [];
    private readonly List<float> _labels = [];
    private readonly byte[] _mask = new byte[maskFormat.FrameBytes];
    private readonly PixelAuc _pixels = new();
    private string? _current;
    private FrameReader? _masks;
    private bool _hasObjects;
    private bool _hasMasks;

    /// <summary>Scores and labels of every video; frames that no clip scored are NaN.</summary>
    public IReadOnlyList<VideoScores> Scores => _videos;

    /// <summary>Pixel counts, or null where the model has no objects or the set no masks.</summary>
    public PixelAuc? Pixels => _hasObjects && _hasMasks ? _pixels : null;

    /// <summary>Frames from file to score in a second.</summary>
    public double FramesPerSecond { get; private set; }

    /// <summary>Milliseconds a frame by stage.</summary>
    public IReadOnlyDictionary<string, double> Timing => scorer.Timing.ToDictionary(t => $"{t.Key}Ms", t => t.Value);

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
            CountPixels(frame);
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
        _masks = dataset.Videos.First(v => v.Id == video).OpenMasks(maskFormat, cancellationToken);
        _hasMasks |= _masks is not null;
    }

    private void End()
    {
        if (_current is not null)
        {
            _videos.Add(new VideoScores(_current, [.. _scores], [.. _labels]));
        }

        _scores.Clear();
        _labels.Clear();
        _masks?.Dispose();
        _masks = null;
    }

    private void CountPixels(FrameScore frame)
    {
        if (_masks is null)
        {
            return;
        }

        if (!_masks.Read(_mask))
        {
            throw new VadException($"Video '{frame.Video}' has no pixel mask for frame {frame.Frame}; give one mask a frame.");
        }

        _hasObjects |= frame.Objects.Count > 0;
        ScoredBox[] boxes = [.. frame.Objects];
        _pixels.Add(frame.Video, frame.Frame, maskFormat.Width, maskFormat.Height, boxes, _mask);
    }
}
