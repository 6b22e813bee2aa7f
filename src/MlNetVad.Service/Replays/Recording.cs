using MlNetVad.Service.Cameras;
using MlNetVad.Video;

namespace MlNetVad.Service.Replays;

/// <summary>A frame of a recording.</summary>
/// <param name="Pixels">Row-major H, W, C bytes in the model's format.</param>
/// <param name="Seconds">From the recording's start.</param>
internal sealed record RecordedFrame(byte[] Pixels, double Seconds);

/// <summary>What can be replayed.</summary>
internal interface IRecording
{
    /// <summary>Frames a second of the frames.</summary>
    double Rate { get; }

    /// <summary>How much has been read, 0 … 1; null where nobody knows how much there is.</summary>
    double? Progress { get; }

    /// <summary>Reads it from the first frame on.</summary>
    /// <exception cref="VadException">It cannot be read.</exception>
    IEnumerable<RecordedFrame> Frames(FrameFormat format, CancellationToken stop);
}

/// <summary>Videos one after the other, as a camera would bring them: at most so many frames a second.</summary>
internal sealed class Recording(VideoSource source, double mostPerSecond) : IRecording
{
    private long _read;

    /// <inheritdoc/>
    public double Rate => Math.Min(source.Videos[0].FramesPerSecond ?? mostPerSecond, mostPerSecond);

    /// <inheritdoc/>
    public double? Progress => source.ExpectedFrameCount is > 0 and { } all ? Math.Min(1, (double)Interlocked.Read(ref _read) / all) : null;

    /// <inheritdoc/>
    public IEnumerable<RecordedFrame> Frames(FrameFormat format, CancellationToken stop)
    {
        double began = 0;
        _read = 0;
        foreach (VadVideo video in source.Videos)
        {
            using FrameReader reader = video.OpenFrames(format, stop);
            double native = video.FramesPerSecond ?? mostPerSecond;
            var thinning = new Thinning(mostPerSecond, began);
            var buffer = new byte[format.FrameBytes];
            long frames = 0;
            for (; reader.Read(buffer); frames++)
            {
                Interlocked.Increment(ref _read);
                double seconds = began + (frames / native);
                if (thinning.Takes(seconds))
                {
                    yield return new RecordedFrame([.. buffer], seconds);
                }
            }

            began += frames / native;
        }
    }
}
