using MlNetVad.Service.Data;
using MlNetVad.Video;

namespace MlNetVad.Service.Cameras;

/// <summary>
/// Brings the frames of one source into the queue, at most so many a second: as they come from a camera, in their own time from a file,
/// which begins anew at its end. A decoder that fails is started anew, with pauses that grow.
/// </summary>
internal sealed class FrameFeed(Camera camera, string source, FrameQueue queue, CameraStatus status, MonotonicClock clock, CancellationToken stop) : IDisposable
{
    private const double SteadySeconds = 10;

    private Thread? _reader;
    private FrameFormat? _format;
    private double _most;
    private CancellationTokenSource? _ending;

    /// <summary>Whether frames are pushed, and none are read.</summary>
    public bool IsPushed => source == CameraSource.Pushed;

    /// <summary>Frames a second that come into the queue; null until the source has said how many it has.</summary>
    public double? Rate { get; private set; } = source == CameraSource.Pushed ? camera.FramesPerSecond : null;

    /// <summary>Begins to read in a format; ends what was read in another.</summary>
    /// <param name="format">Size and channels.</param>
    /// <param name="most">Frames a second at most, beside what the camera's settings say: those of the video that the model was trained on.</param>
    public void Start(FrameFormat format, double most = double.PositiveInfinity)
    {
        if (_format == format && _most == most)
        {
            return;
        }

        Dispose();
        (_format, _most) = (format, most);
        if (!IsPushed)
        {
            _ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
            CancellationToken end = _ending.Token;
            _reader = new Thread(() => Run(format, end)) { IsBackground = true, Name = $"read {camera.Name}" };
            _reader.Start();
        }
    }

    /// <summary>Takes a pushed JPEG.</summary>
    /// <exception cref="VadException">It is none, or the model is not loaded yet.</exception>
    public void Push(byte[] jpeg)
    {
        FrameFormat format = _format ?? throw new VadException($"The camera '{camera.Name}' has no model yet{(status.Fault.Length > 0 ? $" ({status.Fault.TrimEnd('.')})" : "")}; push again in a second.");
        Put(Pictures.Decode(jpeg, format));
    }

    /// <summary>Ends the reading.</summary>
    public void Dispose()
    {
        _ending?.Cancel();
        _reader?.Join();
        _ending?.Dispose();
        (_reader, _ending) = (null, null);
    }

    private void Run(FrameFormat format, CancellationToken end)
    {
        var pauses = new Pauses();
        while (!end.IsCancellationRequested)
        {
            (double began, long frames) = (clock.Seconds, status.Frames);
            try
            {
                VideoSource videos = VideoSource.FromPath(source, new StreamOptions { TimeoutSeconds = Math.Clamp(camera.SilentSeconds, 1, 60) });
                foreach (VadVideo video in videos.Videos)
                {
                    Read(video, format, end);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                status.Set(CameraState.Waiting, Video.Frames.Secrets.HideIn(e.Message));
            }

            if (clock.Seconds - began > SteadySeconds)
            {
                pauses.Reset();
            }

            bool isRepeat = !source.Contains("://", StringComparison.Ordinal) && status.State == CameraState.Live && status.Frames > frames;
            if (!isRepeat)
            {
                status.Restarted();
                end.WaitHandle.WaitOne(pauses.Next());
            }
        }
    }

    private void Read(VadVideo video, FrameFormat format, CancellationToken end)
    {
        using FrameReader reader = video.OpenFrames(format, end);
        bool isPaced = !video.IsLive;
        double native = video.FramesPerSecond ?? camera.FramesPerSecond, began = clock.Seconds;
        double wanted = Math.Min(camera.FramesPerSecond, _most);
        var thinning = new Thinning(wanted, began);
        Rate = Math.Min(native, wanted);
        var buffer = new byte[format.FrameBytes];
        for (long i = 0; reader.Read(buffer); i++)
        {
            double at = isPaced ? began + (i / native) : clock.Seconds;
            if (isPaced && at > clock.Seconds)
            {
                end.WaitHandle.WaitOne(TimeSpan.FromSeconds(at - clock.Seconds));
                end.ThrowIfCancellationRequested();
            }

            if (thinning.Takes(at))
            {
                Put(buffer.ToArray());
            }
        }
    }

    private void Put(byte[] pixels)
    {
        DateTime now = clock.Now;
        status.Came(now);
        queue.Add(new LiveFrame(pixels, now, clock.Seconds));
    }
}
