namespace MlNetVad.Video.Frames;

/// <summary>A video file, or a stream behind a URL.</summary>
internal sealed class MediaFrameSource(MediaAddress address) : FrameSource
{
    // ffmpeg's own limit on a network comes first, for then it gives the frames that it holds
    private const double Grace = 3;

    private MediaProbe? _probe;

    /// <summary>Containers promise, they do not know: the count is certain only after decoding.</summary>
    public override int? FrameCount => null;

    public override long? StoredBytes => address.IsUrl ? null : new FileInfo(address.Input["file:".Length..]).Length;

    public override string Stamp => address.IsUrl ? "" : FileStamp.Of([address.Input["file:".Length..]]);

    /// <summary>A camera has an address and no end.</summary>
    public override bool IsLive => address.IsUrl && !Probe(CancellationToken.None).HasEnd;

    public override bool HasTimeStamps => true;

    public override FrameSourceInfo Describe() => Probe(CancellationToken.None).Info;

    public override FrameReader Open(FrameFormat format, CancellationToken cancellation)
    {
        MediaProbe probe = Probe(cancellation);
        FrameFormat resolved = format.Resolve(probe.Info.Native);
        var job = new FfmpegJob
        {
            Address = address,
            Input = [.. address.InputOptions(), "-i", address.Input],
            Filter = Filter(probe),
            Native = probe.Info.Native,
            Duration = probe.Duration,
            FramesPerSecond = probe.Info.FramesPerSecond,
            StartsBetweenKeyFrames = probe.StartsBetweenKeyFrames,
            Strict = !address.IsUrl,
            IsLive = IsLive,
            Patience = address.IsUrl ? address.Stream.TimeoutSeconds + Grace : FfmpegJob.UsualPatience,
        };
        return new PrefetchReader(
            address.IsUrl ? new StreamFrames(() => new FfmpegReader(job, resolved, cancellation), address, job.IsLive, resolved, cancellation) : new FfmpegReader(job, resolved, cancellation),
            cancellation);
    }

    public override FrameReader OpenExcerpt(FrameExcerpt excerpt, FrameFormat format, CancellationToken cancellation)
    {
        MediaProbe probe = Probe(cancellation);
        FrameSourceInfo info = probe.Info;
        string start = FormattableString.Invariant($"{excerpt.First / (info.FramesPerSecond ?? 25):0.###}");
        var job = new FfmpegJob
        {
            Address = address,
            Input = [.. address.InputOptions(), .. excerpt.IsNear ? ["-noaccurate_seek"] : Array.Empty<string>(), "-ss", start, "-i", address.Input],
            Filter = Filter(probe),
            Native = info.Native,
            Excerpt = excerpt,
        };
        return new FfmpegReader(job, format.Resolve(info.Native), cancellation);
    }

    // one frame of each pair of fields: counts and times stay, what moves has no comb
    private static string? Filter(MediaProbe probe) => probe.IsInterlaced ? "yadif=mode=send_frame" : null;

    private MediaProbe Probe(CancellationToken cancellation)
    {
        if (!address.IsUrl && !File.Exists(address.Input["file:".Length..]))
        {
            throw new VadException($"Video file '{address.Display}' does not exist; give a video file, a folder of images or a stream's URL.");
        }

        return _probe ??= MediaProbe.Run(address, cancellation);
    }
}
