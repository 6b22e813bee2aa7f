using System.Runtime.InteropServices;
using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms;

/// <summary>
/// The objects of one frame after another. With a median background the objects of a frame depend on it alone; with a running
/// one also on the frames before it. Holds its buffers: one instance a cursor.
/// </summary>
internal sealed class ForegroundDetector
{
    private readonly int _width;
    private readonly int _channels;
    private readonly int _frameBytes;
    private readonly IBackground _background;
    private readonly ForegroundMask _foreground;
    private readonly ConnectedComponents _components = new();
    private readonly ObjectProposals _proposals;
    private readonly byte[] _grey;
    private readonly byte[] _mask;
    private readonly List<float> _objects = [];

    /// <summary>A detector for one scene.</summary>
    /// <param name="model">The scene.</param>
    /// <param name="channels">C: 1, 3 or 4.</param>
    public ForegroundDetector(ForegroundModel model, int channels)
    {
        Luma.CheckChannels(channels);
        _width = model.Width;
        _channels = channels;
        _frameBytes = model.Height * model.Width * channels;
        _background = model.CreateBackground();
        _foreground = model.CreateMask();
        _proposals = new ObjectProposals(model.Options, model.HeightLine, model.Height, model.Width);
        _grey = new byte[model.Height * model.Width];
        _mask = new byte[model.Height * model.Width];
    }

    /// <summary>The mask of the last frame given, H × W, 0 or 1.</summary>
    public ReadOnlySpan<byte> Mask => _mask;

    /// <summary>The objects of a frame: x, y, width, height in pixels, foreground share of the box, class (0 component, 1 window).</summary>
    /// <param name="frame">H × W × C bytes.</param>
    /// <returns>n × 6 floats, valid until the next call.</returns>
    public ReadOnlySpan<float> Detect(ReadOnlySpan<byte> frame)
    {
        Luma.ToGrey(frame, _channels, _grey);
        _background.Observe(_grey);
        _foreground.Compute(_grey, _background.Image, _mask);
        _objects.Clear();
        _proposals.Propose(_mask, _components.Find(_mask, _width), _objects);
        return CollectionsMarshal.AsSpan(_objects);
    }

    /// <summary>The objects of a clip's target frame; the frame bytes are found at its place.</summary>
    /// <param name="clip">T × H × W × C bytes.</param>
    /// <param name="targetIndex">0..T−1.</param>
    public ReadOnlySpan<float> Detect(ReadOnlySpan<byte> clip, int targetIndex) =>
        Detect(clip.Slice(targetIndex * _frameBytes, _frameBytes));
}
