using System.Numerics.Tensors;

namespace MlNetVad.Transforms.Presence;

/// <summary>
/// What has moved into the picture and is still there, frame after frame. A pixel belongs to something that moved in while it looks
/// neither as in training nor as since the video began; it does not melt into the background before <see cref="AbsorbSeconds"/> are
/// over. Holds the state of one video.
/// </summary>
internal sealed class PresenceTracker
{
    /// <summary>What stayed so long belongs to the scene.</summary>
    public const double AbsorbSeconds = 600;

    private const double Gap = 0.3;                // usual heights between the pieces of one thing
    private const double FollowSeconds = 10;       // the background follows slow light within this time
    private const double RefreshSeconds = 0.5;
    private const double ForgetFaster = 4;         // a pixel's age falls so many times faster than it grew
    private const double SceneChanged = 0.7;       // share of the picture that differs when the scene itself did
    private const double SceneSeconds = 2;
    private readonly PresenceModel _model;
    private readonly ClipShape _shape;
    private readonly Envelope _trained;
    private readonly Envelope _current;
    private readonly float[] _background;
    private readonly float[] _step;
    private readonly byte[] _picture;
    private readonly byte[] _distance;
    private readonly byte[] _halfTolerance;
    private readonly byte[] _sure;
    private readonly byte[] _likely;
    private readonly byte[] _cleanSure;
    private readonly byte[] _cleanLikely;
    private readonly byte[] _mask;
    private readonly ConnectedComponents _components = new();
    private readonly Closing _closing;
    private readonly Hysteresis _hysteresis;
    private float[] _age;
    private float[] _nextAge;
    private bool _begun;
    private double _sinceRefresh;
    private double _changed;

    /// <summary>A tracker that has seen nothing.</summary>
    public PresenceTracker(PresenceModel model)
    {
        (_model, _shape) = (model, model.Shape);
        (_trained, _current) = (new Envelope(_shape), new Envelope(_shape));
        _trained.Load(model.Median);
        (_background, _step) = (new float[_shape.FrameBytes], new float[_shape.FrameBytes]);
        _picture = new byte[_shape.FrameBytes];
        int pixels = _shape.Height * _shape.Width;
        (_sure, _likely, _cleanSure, _cleanLikely) = (new byte[pixels], new byte[pixels], new byte[pixels], new byte[pixels]);
        (_mask, _distance, _halfTolerance) = (new byte[pixels], new byte[pixels], Array.ConvertAll(model.Tolerance, t => (byte)(t / 2)));
        (_age, _nextAge) = (new float[pixels], new float[pixels]);
        _hysteresis = new Hysteresis(_shape.Height, _shape.Width);
        _closing = new Closing(_shape.Height, _shape.Width, Math.Max(1, (int)(model.ObjectHeight / 16)));
    }

    /// <summary>Seconds for which each pixel has belonged to something that moved in, H × W.</summary>
    public ReadOnlySpan<float> Age => _age;

    /// <summary>The pixels of what moved in, H × W, 0 or 1, of the frame last seen.</summary>
    public ReadOnlySpan<byte> Mask => _mask;

    /// <summary>Another video begins.</summary>
    public void Restart() => _begun = false;

    /// <summary>The things in a frame that comes some seconds after the one before; the list is reused by the next call.</summary>
    public List<Component> Next(ReadOnlySpan<byte> frame, double seconds)
    {
        if (!_begun)
        {
            Begin(frame);
        }

        int different = Compare(frame, _current);
        _changed = different > SceneChanged * _mask.Length ? _changed + seconds : 0;
        if (_changed > SceneSeconds)
        {
            Begin(frame);
        }

        Follow(frame, seconds);
        return Things();
    }

    /// <summary>The things in a frame compared with the trained picture alone.</summary>
    public List<Component> Components(ReadOnlySpan<byte> frame)
    {
        Compare(frame, null);
        return Things();
    }

    private List<Component> Things() =>
        ObjectGroups.Merge(_components.Find(_closing.Apply(_mask), _shape.Width), Gap * _model.ObjectHeight);

    private void Begin(ReadOnlySpan<byte> frame)
    {
        TensorPrimitives.ConvertTruncating<byte, float>(frame, _background);
        _current.Load(frame);
        Array.Clear(_age);
        (_begun, _changed, _sinceRefresh) = (true, 0, 0);
    }

    private int Compare(ReadOnlySpan<byte> frame, Envelope? current)
    {
        _trained.Match(frame);
        _trained.Distances(frame, _distance);
        if (current is not null)
        {
            current.Match(frame);
            current.Distances(frame, _mask);   // nothing of the last frame's is wanted any more
            TensorPrimitives.Min<byte>(_distance, _mask, _distance);
        }

        Over(_distance, _model.Tolerance, _sure);
        Over(_distance, _halfTolerance, _likely);
        Majority.Apply(_sure, _cleanSure, _shape.Width);
        Majority.Apply(_likely, _cleanLikely, _shape.Width);
        return _hysteresis.Apply(_cleanSure, _cleanLikely, _mask);
    }

    private static void Over(ReadOnlySpan<byte> distances, ReadOnlySpan<byte> limits, Span<byte> mask)
    {
        TensorPrimitives.Max(distances, limits, mask);
        TensorPrimitives.Subtract(mask, limits, mask);
        TensorPrimitives.Min(mask, (byte)1, mask);
    }

    // what is there grows older and holds its background, which elsewhere follows the frame
    private void Follow(ReadOnlySpan<byte> frame, double seconds)
    {
        TensorPrimitives.ConvertTruncating<byte, float>(frame, _step);
        TensorPrimitives.Subtract(_step, _background, _step);
        TensorPrimitives.Multiply(_step, (float)Math.Min(1, seconds / FollowSeconds), _step);
        TensorPrimitives.Subtract(_age, (float)(ForgetFaster * seconds), _nextAge);
        TensorPrimitives.Max(_nextAge, 0f, _nextAge);
        for (int pixel = Array.IndexOf(_mask, (byte)1); pixel >= 0; pixel = Array.IndexOf(_mask, (byte)1, pixel + 1))
        {
            _nextAge[pixel] = _age[pixel] + (float)seconds;
            if (_nextAge[pixel] < AbsorbSeconds)
            {
                _step.AsSpan(pixel * _shape.Channels, _shape.Channels).Clear();
            }
        }

        (_age, _nextAge) = (_nextAge, _age);
        TensorPrimitives.Add<float>(_background, _step, _background);
        _sinceRefresh += seconds;
        if (_sinceRefresh >= RefreshSeconds)
        {
            _sinceRefresh = 0;
            TensorPrimitives.Add(_background, 0.5f, _step);
            TensorPrimitives.ConvertTruncating<float, byte>(_step, _picture);
            _current.Load(_picture);
        }
    }
}
