using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video;

/// <summary>One video: its frames, and its labels and pixel masks where they are known.</summary>
public sealed class VadVideo
{
    private readonly FrameSource _frames;
    private readonly Lazy<FrameLabels?> _labels;
    private readonly MaskSource? _masks;
    private FrameTimes? _times;

    internal VadVideo(string id, FrameSource frames, Func<FrameLabels?>? labels = null, MaskSource? masks = null)
    {
        Id = id;
        _frames = frames;
        _labels = new Lazy<FrameLabels?>(() => CheckedLabels(labels), LazyThreadSafetyMode.PublicationOnly);
        _masks = masks;
    }

    /// <summary>Name of the video, unique within its source.</summary>
    public string Id { get; }

    /// <summary>Number of frames where it is known exactly without decoding (images, synthetic and pushed frames), else null.</summary>
    public int? FrameCount => _frames.FrameCount;

    /// <summary>Number of frames that progress can be measured against: exact, or what the container promises; null for live streams.</summary>
    /// <exception cref="VadException">The video cannot be opened.</exception>
    public int? ExpectedFrameCount => _frames.FrameCount ?? _frames.Describe().ExpectedFrames;

    /// <summary>Whether frames come as they happen: a stream behind a URL that has neither length nor size.</summary>
    /// <exception cref="VadException">The stream cannot be opened.</exception>
    public bool IsLive => _frames.IsLive;

    /// <summary>Frames per second; null where the source does not say (a plain folder of images).</summary>
    /// <exception cref="VadException">The video cannot be opened.</exception>
    public double? FramesPerSecond => _frames.Describe().FramesPerSecond;

    /// <summary>The size in which the video is stored, with one channel.</summary>
    /// <exception cref="VadException">The video cannot be opened, or its images differ in size.</exception>
    public FrameFormat NativeFormat => _frames.Describe().Native;

    /// <summary>Whether the video has labels, of whatever form.</summary>
    public bool HasLabels => _labels.Value is not null;

    /// <summary>
    /// One label a frame: 0 normal, 1 anomalous, NaN unknown. Null for an unlabelled video, and for one whose labels come
    /// from a table or as ranges while <see cref="FrameCount"/> is unknown (use <see cref="LabelOf"/> then).
    /// </summary>
    /// <exception cref="VadException">The labels are unreadable or of another length than the video.</exception>
    public IReadOnlyList<float>? Labels => _labels.Value?.Expand(FrameCount);

    /// <summary>Whether the video has pixel masks of its anomalies.</summary>
    public bool HasMasks => _masks is not null;

    /// <summary>The path of the picture that a frame is read from; null where frames are not files of their own.</summary>
    /// <param name="frame">0-based, below <see cref="FrameCount"/>.</param>
    public string? FileOf(int frame) => _frames.FileOf(frame);

    /// <summary>The label of one frame: 0 normal, 1 anomalous, NaN unknown.</summary>
    /// <param name="frame">0-based.</param>
    /// <exception cref="VadException">The labels are unreadable or of another length than the video.</exception>
    public float LabelOf(int frame) => _labels.Value?.At(frame) ?? float.NaN;

    /// <summary>The time of a frame in seconds from the start: its time stamp where the video has them and it was read lately, else by the frame rate.</summary>
    internal double? TimeOf(long frame) => _times?.At(frame) ?? (_times is null && FramesPerSecond is { } rate ? frame / rate : null);

    /// <summary>Keeps the time stamp of a frame that was read.</summary>
    internal void KeepTime(long frame, double seconds)
    {
        if (!double.IsNaN(seconds) && _frames.HasTimeStamps)
        {
            (_times ??= new FrameTimes()).Add(frame, seconds);
        }
    }

    /// <summary>Opens the frames from the first one on; each call is a pass of its own, and passes are identical.</summary>
    /// <param name="format">Size and channels; zeros leave the size to the video.</param>
    /// <param name="cancellationToken">Ends the pass with <see cref="OperationCanceledException"/>.</param>
    /// <returns>A reader to dispose. It decodes a few frames ahead in the background.</returns>
    /// <exception cref="VadException">The video cannot be opened, or ffmpeg is missing.</exception>
    public FrameReader OpenFrames(FrameFormat format = default, CancellationToken cancellationToken = default) => _frames.Open(format, cancellationToken);

    /// <summary>The same frames under another name, without labels.</summary>
    internal VadVideo Renamed(string id) => new(id, _frames);

    /// <summary>Some of the frames as a video of their own, with their labels.</summary>
    internal VadVideo Of(ThinnedFrameSource frames) => new(Id, frames, () => _labels.Value?.Of(frames.IndexOf));

    /// <summary>Whether it is some of the frames of another.</summary>
    internal bool IsThinned => _frames is ThinnedFrameSource;

    /// <summary>Bytes of the files that hold the frames; null where there are none.</summary>
    internal long? StoredBytes => _frames.StoredBytes;

    /// <summary>Changes when the files that hold the frames do; empty where there are none.</summary>
    internal string Stamp => _frames.Stamp;

    /// <summary>The only format in which the frames can be had; null where any will do.</summary>
    internal FrameFormat? OnlyFormat => _frames.OnlyFormat;

    /// <summary>Opens a few frames.</summary>
    internal FrameReader OpenExcerpt(FrameExcerpt excerpt, FrameFormat format, CancellationToken cancellation) =>
        _frames.OpenExcerpt(excerpt, format, cancellation);

    /// <summary>Opens the pixel masks of the anomalies, one a frame: bytes H*W, 1 where anomalous, else 0.</summary>
    /// <param name="format">Size, as of the frames they are compared with; scaled by nearest neighbour; channels do not matter.</param>
    /// <param name="cancellationToken">Ends the pass with <see cref="OperationCanceledException"/>.</param>
    /// <returns>A reader to dispose; null where <see cref="HasMasks"/> is false.</returns>
    /// <exception cref="VadException">The masks are unreadable, or not as many as the frames.</exception>
    public FrameReader? OpenMasks(FrameFormat format = default, CancellationToken cancellationToken = default)
    {
        if (_masks is null)
        {
            return null;
        }

        if (_masks.Count is { } masks && FrameCount is { } frames && masks != frames)
        {
            throw new VadException($"Video '{Id}' has {Counted.Of(frames, "frame")} but {Counted.Of(masks, "pixel mask")}; give one mask a frame.");
        }

        return _masks.Open(format, cancellationToken);
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>Compares labels with the number of frames that decoding gave.</summary>
    internal void CheckLabelLength(int frameCount) => _labels.Value?.CheckLength(Id, frameCount);

    private FrameLabels? CheckedLabels(Func<FrameLabels?>? read)
    {
        FrameLabels? labels = read?.Invoke();
        if (FrameCount is { } count)
        {
            labels?.CheckLength(Id, count);
            if (labels is not null)
            {
                PictureNumbers.Check(Id, labels, count, FileOf);
            }
        }

        return labels;
    }
}
