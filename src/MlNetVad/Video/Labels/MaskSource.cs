namespace MlNetVad.Video.Labels;

/// <summary>Pixel masks of one video.</summary>
internal abstract class MaskSource
{
    /// <summary>Number of masks where it is known without reading them all.</summary>
    public abstract int? Count { get; }

    /// <summary>Opens the masks: H*W bytes of 0 and 1 each.</summary>
    /// <param name="format">Zeros mean the masks' own size.</param>
    /// <param name="cancellation">Ends the pass.</param>
    public FrameReader Open(FrameFormat format, CancellationToken cancellation)
    {
        FrameReader native = OpenNative(cancellation);
        FrameFormat wanted = (format with { Channels = 1 }).Resolve(native.Format);
        return new MaskReader(native, wanted);
    }

    /// <summary>Opens the masks in their own size; any value above 0 is anomalous.</summary>
    protected abstract FrameReader OpenNative(CancellationToken cancellation);
}
