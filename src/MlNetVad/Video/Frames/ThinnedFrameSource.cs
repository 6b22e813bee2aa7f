namespace MlNetVad.Video.Frames;

/// <summary>A video as a slower camera would have shown it: at its times the last frame that has come by then.</summary>
/// <param name="video">The video. All of its frames are read here, so their times and its number of labels are looked after here.</param>
/// <param name="framesPerSecond">Of the slower camera.</param>
/// <param name="step">From one frame of the slower camera to the next, in frames of the video, at least 1.</param>
internal sealed class ThinnedFrameSource(VadVideo video, double framesPerSecond, double step) : FrameSource
{
    /// <summary>How many times another rate a frame rate is from where on time is not what a model takes it for.</summary>
    public const double OtherRate = 1.25;

    /// <summary>A video so thinned; null where it has hardly more frames a second, or does not say how many.</summary>
    public static ThinnedFrameSource? Of(VadVideo video, double framesPerSecond)
    {
        try
        {
            return VideoOptions.KnownRate(video.FramesPerSecond) / framesPerSecond is >= OtherRate and var step ? new ThinnedFrameSource(video, framesPerSecond, step) : null;
        }
        catch (VadException)
        {
            return null;   // what cannot be opened is told when it is read
        }
    }

    /// <summary>The frames that are taken as a video of their own.</summary>
    public VadVideo Video => video.Of(this);

    /// <summary>Frames of the video that the last pass has read.</summary>
    public long FramesRead { get; private set; }

    public override int? FrameCount => Taken(video.FrameCount);

    public override bool IsLive => video.IsLive;

    public override FrameFormat? OnlyFormat => video.OnlyFormat;

    /// <summary>Where in the video the n-th frame that is taken stands.</summary>
    public long IndexOf(long taken) => ClipBuffer.FramesFrom(taken, step);

    public override FrameSourceInfo Describe()
    {
        FrameFormat native = video.NativeFormat;
        return new FrameSourceInfo(native.Height, native.Width, Taken(video.ExpectedFrameCount), framesPerSecond);
    }

    public override FrameReader Open(FrameFormat format, CancellationToken cancellation) => new Reader(this, video, video.OpenFrames(format, cancellation), step);

    private int? Taken(int? frames)
    {
        if (frames is not > 0)
        {
            return frames;
        }

        var taken = (int)(frames.Value / step);
        while (IndexOf(taken) < frames)
        {
            taken++;
        }

        return taken;
    }

    private sealed class Reader(ThinnedFrameSource source, VadVideo video, FrameReader whole, double step) : FrameReader(whole.Format)
    {
        private long _read;
        private long _taken;

        public override bool Read(Span<byte> frame)
        {
            Last = FrameNote.None;
            for (long wanted = source.IndexOf(_taken); _read <= wanted; _read++)
            {
                if (!whole.Read(frame))
                {
                    video.CheckLabelLength((int)_read);
                    return false;
                }

                source.FramesRead = _read + 1;
                video.KeepTime(_read, whole.Last.Time);
                Last = Last with { Warning = Last.Warning ?? whole.Last.Warning, Missing = Last.Missing + whole.Last.Missing };
            }

            _taken++;
            Last = Last with { Missing = (long)Math.Round(Last.Missing / step) };
            return true;
        }

        private protected override void Dispose(bool disposing) => whole.Dispose();
    }
}
