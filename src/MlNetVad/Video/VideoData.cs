using Microsoft.ML;

namespace MlNetVad.Video;

/// <summary>Videos as ML.NET data: a row is a clip.</summary>
public static class VideoData
{
    /// <summary>
    /// Makes a lazy view of a source's clips in time order, video after video; a video of N frames gives N − T + 1 rows
    /// (N − (T − 1) s where a clip takes every s-th frame: <see cref="VideoOptions.FrameInterval"/>).
    /// <list type="table">
    /// <item><term><c>Video</c></term><description>text: the video's id</description></item>
    /// <item><term><c>Frame</c></term><description>Int64: 0-based index of the clip's target frame, among those that are looked at (<see cref="VideoOptions.MostFramesPerSecond"/>)</description></item>
    /// <item><term><c>Clip</c></term><description>Vector&lt;Byte, T, H, W, C&gt;: T frames, row-major, 0 to 255</description></item>
    /// <item><term><c>Label</c></term><description>Single: 0 normal, 1 anomalous, NaN unknown, of the target frame</description></item>
    /// </list>
    /// Memory holds a window of frames, never a video. Frames are decoded once a pass, however many clips overlap, and not at
    /// all where only other columns are asked for and the number of frames is known. Two passes give the same rows.
    /// </summary>
    /// <param name="ml">The context; its log is told, as a warning, where a video is scaled to another shape.</param>
    /// <param name="source">The videos.</param>
    /// <param name="options">Clip length, size, channels; null takes the defaults.</param>
    /// <returns>The view. Errors of single videos come while it is read, as <see cref="VadException"/>.</returns>
    /// <exception cref="VadException">No video, impossible options, or a first video that cannot be opened.</exception>
    public static VideoDataView Load(MLContext ml, VideoSource source, VideoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentNullException.ThrowIfNull(source);
        options = options?.Copy() ?? new VideoOptions();
        if (options.ClipLength < 1)
        {
            throw new VadException($"ClipLength is {options.ClipLength}; a clip needs at least 1 frame.");
        }

        if (options.FrameInterval is not (>= 0 and <= 60) || options.AssumedFramesPerSecond is not (> 0 and <= 1000))
        {
            throw new VadException(
                $"FrameInterval is {options.FrameInterval} s at {options.AssumedFramesPerSecond} assumed frames a second; expected 0 (every frame) to 60 s, and a rate above 0 up to 1000.");
        }

        if (!(options.MostFramesPerSecond >= 0))
        {
            throw new VadException($"MostFramesPerSecond is {options.MostFramesPerSecond}; expected 0 (every frame) or a number of frames a second.");
        }

        source = source.AtMost(options.MostFramesPerSecond);
        if (source.Videos.Count == 0)
        {
            throw new VadException($"Source '{source.Name}' holds no video.");
        }

        var wanted = new FrameFormat(options.Height, options.Width, options.Channels);
        return new VideoDataView(ml, source, options, wanted.Resolve(source.Videos[0].NativeFormat));
    }

    /// <summary>A view of the same rows that reports each pass over it and stops on cancellation: what a progress bar needs.</summary>
    /// <param name="view">The rows, usually clips.</param>
    /// <param name="progress">Told after every row.</param>
    /// <param name="cancellationToken">Stops a pass with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The observed view.</returns>
    public static IDataView Observe(IDataView view, IProgress<VideoProgress> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(progress);
        return new ObservedDataView(view, progress, cancellationToken);
    }
}
