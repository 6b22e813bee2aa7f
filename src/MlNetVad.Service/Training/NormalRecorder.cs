using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Video;

namespace MlNetVad.Service.Training;

/// <summary>
/// Records a camera's normal life in files of some minutes, by a connection of its own, so that it works beside the scoring and without a model.
/// A gap, a restart and a stop end a file and nothing else.
/// </summary>
/// <param name="camera">The camera.</param>
/// <param name="source">Its address, in clear.</param>
/// <param name="folder">Where the files go.</param>
/// <param name="clock">The clock.</param>
internal sealed class NormalRecorder(Camera camera, string source, string folder, MonotonicClock clock)
{
    private const int WidestPixels = 640;
    private const double FileSeconds = 600, LeastFileSeconds = 2, GapSeconds = 2, QueueSeconds = 2;

    /// <summary>Records one file.</summary>
    /// <param name="seconds">How much is wanted at most.</param>
    /// <param name="isRoom">Asked every second: whether there is room for more.</param>
    /// <param name="progress">Told the seconds of the file so far.</param>
    /// <param name="stop">Ends the file early.</param>
    /// <returns>Its seconds; 0 where too little came to be kept.</returns>
    /// <exception cref="VadException">The camera cannot be reached, or the file cannot be written.</exception>
    public async Task<double> Record(double seconds, Func<bool> isRoom, Action<double> progress, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        string spool = Path.Combine(folder, "frames.mjpeg");
        (int frames, double length) = await Task.Run(() => Spool(spool, Math.Min(seconds, FileSeconds), isRoom, progress, stop), CancellationToken.None);
        if (length >= Math.Min(LeastFileSeconds, seconds))
        {
            int number = Directory.EnumerateFiles(folder, "*.mp4").Count() + 1;
            await Clip.Encode(spool, Path.Combine(folder, FormattableString.Invariant($"{number:0000}.mp4")), Math.Clamp((frames - 1) / length, 1, 60), CancellationToken.None);
        }

        File.Delete(spool);
        return length >= Math.Min(LeastFileSeconds, seconds) ? length : 0;
    }

    private (int Frames, double Seconds) Spool(string path, double seconds, Func<bool> isRoom, Action<double> progress, CancellationToken stop)
    {
        FrameFormat native = VideoSource.FromPath(source, new StreamOptions { TimeoutSeconds = Math.Clamp(camera.SilentSeconds, 1, 60) }).Videos[0].NativeFormat;
        FrameFormat format = new FrameFormat(0, Math.Min(native.Width, WidestPixels), 3).Resolve(native);
        var queue = new FrameQueue((int)Math.Max(2, camera.FramesPerSecond * QueueSeconds), 2 * QueueSeconds);
        using var feed = new FrameFeed(camera, source, queue, new CameraStatus(), clock, stop);
        using FileStream file = File.Create(path);
        (double first, double last, double looked, int frames) = (double.NaN, double.NaN, double.NegativeInfinity, 0);
        feed.Start(format);
        while (!stop.IsCancellationRequested && !(last - first >= seconds))
        {
            if (TryTake(queue, out LiveFrame? frame, stop))
            {
                if (frame.Seconds - last > GapSeconds)
                {
                    break;
                }

                file.Write(Pictures.Jpeg(frame.Pixels, format));
                (first, last, frames) = (double.IsNaN(first) ? frame.Seconds : first, frame.Seconds, frames + 1);
            }

            if (clock.Seconds - looked > 1)
            {
                looked = clock.Seconds;
                progress(frames > 0 ? last - first : 0);
                if (!isRoom())
                {
                    break;
                }
            }
        }

        return (frames, frames > 1 ? last - first : 0);
    }

    private bool TryTake(FrameQueue queue, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LiveFrame? frame, CancellationToken stop)
    {
        try
        {
            return queue.TryTake(() => clock.Seconds, TimeSpan.FromSeconds(0.5), out frame, stop);
        }
        catch (OperationCanceledException)
        {
            frame = null;
            return false;
        }
    }
}
