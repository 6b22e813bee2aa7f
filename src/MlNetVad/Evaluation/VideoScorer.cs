using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Evaluation;

/// <summary>
/// Scores every frame of every video of a source, in order, holding a window of frames and no more. Frames that are no
/// clip's target (the first and the last of a video) take the nearest scored frame's score. A model that counts time in frames sees a
/// video of a higher rate as a camera of the rate of its training would have shown it; a frame that it does not see takes the score of the last one before. What a part has to say meanwhile,
/// such as that a captioner does not answer, is a warning in the context's log.
/// </summary>
/// <param name="ml">The context.</param>
/// <param name="model">The model.</param>
public sealed class VideoScorer(MLContext ml, VadModel model)
{
    private StageTimer? _timer;
    private long _rows;
    private bool _hasWarned;

    /// <summary>Whether frames come as they happen (a camera): then no frame waits for a slow captioner; it takes the last known caption.</summary>
    public bool Live { get; init; }

    /// <summary>Milliseconds a frame by stage: decode (waited for), objects, features, score. Empty before scoring.</summary>
    public IReadOnlyDictionary<string, double> Timing => _timer?.MillisecondsPer(_rows) ?? new Dictionary<string, double>();

    /// <summary>Milliseconds of a frame by stage as <see cref="Timing"/> names them, and of all of them as <c>total</c>: half of the frames, and 19 of 20. Empty before scoring.</summary>
    public IReadOnlyDictionary<string, StageLatency> Latency => _timer?.Latencies ?? new Dictionary<string, StageLatency>();

    /// <summary>Scores a source lazily.</summary>
    /// <param name="source">The videos.</param>
    /// <param name="cancellationToken">Stops between frames with <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result a frame, in time order.</returns>
    /// <exception cref="VadException">The input cannot be read, or the model gives no score.</exception>
    public IEnumerable<FrameScore> Score(VideoSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        VideoOptions options = model.ClipOptions();
        options.CancellationToken = cancellationToken;
        var paced = new PacedVideos(source, model.FramesPerSecond);
        VideoDataView clips = VideoData.Load(ml, paced.Source, options);
        IDataView scored = new ModelRun(Live, Warn, cancellationToken).Of(model.Transformer).Transform(clips);
        return paced.Whole(Rows(scored, clips, cancellationToken));
    }

    /// <summary>
    /// Scores some frames of a video, bit for bit as scoring the whole video does. It is read from its beginning, for nothing else is
    /// exact for every file; frames are scored from where the model's memory of the first one begins.
    /// </summary>
    /// <param name="video">The video.</param>
    /// <param name="first">The first frame; 0 where <see cref="VadModel.RowsRemembered"/> is null.</param>
    /// <param name="end">The frame after the last; null for the end of the video.</param>
    /// <param name="cancellationToken">Stops between frames with <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result a frame, in time order; none where the video ends before <paramref name="first"/>.</returns>
    internal IEnumerable<FrameScore> Score(VadVideo video, long first, long? end, CancellationToken cancellationToken)
    {
        VideoOptions options = model.ClipOptions();
        options.CancellationToken = cancellationToken;
        var paced = new PacedVideos(VideoSource.FromVideo(video), model.FramesPerSecond);
        VideoDataView clips = VideoData.Load(ml, paced.Source, options);

        // the frames behind the last clip of the video have the score of its target, which may lie before the first frame
        long last = first - (model.RowsRemembered ?? first);
        long skipped = paced.Source.Videos[0] == video ? Math.Max(0, last - options.FrameSpan(video) + 1) : 0;   // where frames are left out, rows are not frames
        IDataView rows = skipped > 0 ? ml.Data.SkipRows(clips, skipped) : clips;
        IDataView scored = new ModelRun(Live, Warn, cancellationToken).Of(model.Transformer).Transform(rows);
        return paced.Whole(Rows(scored, clips, cancellationToken)).SkipWhile(frame => frame.Frame < first).TakeWhile(frame => !(frame.Frame >= end));
    }

    private IEnumerable<FrameScore> Rows(IDataView scored, VideoDataView clips, CancellationToken cancellationToken)
    {
        Dictionary<string, VadVideo> videos = clips.Source.Videos.ToDictionary(v => v.Id);
        int Tail(FrameScore? scored) => scored is null ? 0 : clips.Options.LatencyFrames(videos[scored.Video].FramesPerSecond);
        IEnumerable<DataViewSchema.Column> needed = ScoredRow.Needed(scored.Schema)
            .Concat(EvidenceReader.Needed(model, scored.Schema)).Concat(StageTimer.Needed(model, scored.Schema))
            .Concat(ErrorMap.Column(scored.Schema) is { } column ? [column] : [])
            .Concat(SlowChange(scored.Schema) is { } risen ? [risen] : []);
        using DataViewRowCursor cursor = scored.GetRowCursor(needed.DistinctBy(c => c.Index));
        var row = new ScoredRow(cursor);
        EvidenceReader? evidence = EvidenceReader.Of(cursor, model);
        Func<ErrorMap>? map = ErrorMap.Reader(cursor);
        ValueGetter<VBuffer<float>>? change = SlowChange(scored.Schema) is { } slow ? cursor.GetGetter<VBuffer<float>>(slow) : null;
        VBuffer<float> levels = default;
        var timer = new StageTimer(cursor, model);
        _timer = timer;
        _rows = 0;

        FrameScore? last = null;
        while (timer.MoveNext(cursor))
        {
            cancellationToken.ThrowIfCancellationRequested();
            FrameScore current = timer.Score(row.Read);
            current = current with { Time = videos[current.Video].TimeOf(current.Frame), Evidence = evidence?.Read(), ErrorMap = map?.Invoke() };
            change?.Invoke(ref levels);
            current = current with { SlowChange = change is null ? null : [.. levels.DenseValues()], Place = current.FindPlace(clips.Options.Width, clips.Options.Height) };
            _rows++;
            if (last is null || last.Video != current.Video)
            {
                CheckRate(videos[current.Video]);
                foreach (FrameScore filled in Fill(last, 1, Tail(last), videos).Concat(Fill(current, -(int)current.Frame, (int)current.Frame, videos)))
                {
                    yield return filled;
                }
            }

            yield return current;
            last = current;
        }

        foreach (FrameScore filled in Fill(last, 1, Tail(last), videos))
        {
            yield return filled;
        }
    }

    private DataViewSchema.Column? SlowChange(DataViewSchema schema) =>
        model.Parts.OfType<SlowChangeTransformer>().LastOrDefault() is { } part ? schema.GetColumnOrNull(part.RisenColumn) : null;

    // how long something stays is counted in frames
    private void CheckRate(VadVideo video)
    {
        if (_hasWarned || model.FramesPerSecond is not { } trained || video.FramesPerSecond is not { } rate || trained / rate <= ThinnedFrameSource.OtherRate)
        {
            return;
        }

        _hasWarned = true;
        Warn(FormattableString.Invariant(
            $"Video '{video.Id}' has {rate:0.##} frames a second and the model was trained on {trained:0.##}: what stays seems to stay for a shorter time than it does, so that it is noticed late. Record at that rate, or train on video of this one."));
    }

    private void Warn(string sentence)
    {
        using IChannel channel = ((IHostEnvironment)ml).Start("Score");
        channel.Warning(MessageSensitivity.None, sentence);
    }

    /// <summary>Copies of a frame's result for <paramref name="count"/> frames from <paramref name="offset"/> frames away on.</summary>
    private static IEnumerable<FrameScore> Fill(FrameScore? nearest, int offset, int count, Dictionary<string, VadVideo> videos)
    {
        for (int i = 0; nearest is not null && i < count; i++)
        {
            long frame = nearest.Frame + offset + i;
            yield return nearest with { Frame = frame, IsFilled = true, Label = videos[nearest.Video].LabelOf((int)frame), Time = videos[nearest.Video].TimeOf(frame) };
        }
    }
}
