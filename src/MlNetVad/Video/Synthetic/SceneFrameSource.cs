using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video.Synthetic;

/// <summary>Frames of one synthetic video, drawn when they are read, in the size that is asked for.</summary>
internal sealed class SceneFrameSource(SceneOptions options, int video) : FrameSource
{
    public override int? FrameCount => options.Frames;

    public override FrameSourceInfo Describe() => new(options.Height, options.Width, options.Frames, options.FramesPerSecond);

    public override FrameReader Open(FrameFormat format, CancellationToken cancellation)
    {
        FrameFormat resolved = format.Resolve(Describe().Native);
        SceneOptions scaled = options with { Height = resolved.Height, Width = resolved.Width };
        return new PrefetchReader(new SceneReader(scaled, video, resolved, SceneLayer.Picture, cancellation), cancellation);
    }
}

/// <summary>Masks of one synthetic video.</summary>
internal sealed class SceneMaskSource(SceneOptions options, int video) : MaskSource
{
    public override int? Count => options.Frames;

    /// <summary>Labels of the frames: anomalous where the mask has a pixel.</summary>
    public FrameLabels ReadLabels()
    {
        var renderer = new SceneRenderer(options, video);
        var mask = new byte[options.Height * options.Width];
        var labels = new float[options.Frames];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = renderer.Mask(i, mask) ? 1 : 0;
        }

        return FrameLabels.PerFrame(labels);
    }

    protected override FrameReader OpenNative(CancellationToken cancellation) =>
        new SceneReader(options, video, new FrameFormat(options.Height, options.Width), SceneLayer.Mask, cancellation);
}

internal enum SceneLayer
{
    Picture,
    Mask,
}

internal sealed class SceneReader(SceneOptions options, int video, FrameFormat format, SceneLayer layer, CancellationToken cancellation) : FrameReader(format)
{
    private readonly SceneRenderer _renderer = new(options, video);
    private readonly byte[] _grey = new byte[format.Height * format.Width];
    private int _next;

    public override bool Read(Span<byte> frame)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_next == options.Frames)
        {
            return false;
        }

        int index = _next++;
        if (layer == SceneLayer.Mask)
        {
            _renderer.Mask(index, frame[..Format.FrameBytes]);
        }
        else if (Format.Channels == 1)
        {
            _renderer.Frame(index, frame[..Format.FrameBytes]);
        }
        else
        {
            _renderer.Frame(index, _grey);
            for (int i = 0; i < _grey.Length; i++)
            {
                frame.Slice(3 * i, 3).Fill(_grey[i]);
            }
        }

        return true;
    }
}
