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
    private readonly byte[] _picture;
    private readonly byte[] _sure;
    private readonly byte[] _likely;
    private readonly byte[] _cleanSure;
    private readonly byte[] _cleanLikely;
    private readonly byte[] _mask;
    private readonly float[] _age;
    private readonly ConnectedComponents _components = new();
    private readonly Closing _closing;
    private readonly Hysteresis _hysteresis;
    private bool _begun;
    private double _sinceRefresh;
    private double _changed;

    /// <summary>A tracker that has seen nothing.</summary>
    public PresenceTracker(PresenceModel model)
    {
        (_model, _shape) = (model, model.Shape);
        (_trained, _current) = (new Envelope(_shape), new Envelope(_shape));
        _trained.Load(model.Median);
        _background = new float[_shape.FrameBytes];
        _picture = new byte[_shape.FrameBytes];
        int pixels = _shape.Height * _shape.Width;
        (_sure, _likely, _cleanSure, _cleanLikely) = (new byte[pixels], new byte[pixels], new byte[pixels], new byte[pixels]);
        (_mask, _age) = (new byte[pixels], new float[pixels]);
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

        Grow(seconds);
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
        for (int i = 0; i < frame.Length; i++)
        {
            _background[i] = frame[i];
        }

        _current.Load(frame);
        Array.Clear(_age);
        (_begun, _changed, _sinceRefresh) = (true, 0, 0);
    }

    private int Compare(ReadOnlySpan<byte> frame, Envelope? current)
    {
        int channels = Math.Min(_shape.Channels, 3);
        _trained.Match(frame);
        current?.Match(frame);
        for (int pixel = 0, at = 0; pixel < _sure.Length; pixel++, at += _shape.Channels)
        {
            int distance = _trained.Distance(frame, at, channels);
            if (distance > 0 && current is not null)
            {
                distance = Math.Min(distance, current.Distance(frame, at, channels));
            }

            int tolerance = _model.Tolerance[pixel];
            _sure[pixel] = distance > tolerance ? (byte)1 : (byte)0;
            _likely[pixel] = 2 * distance > tolerance ? (byte)1 : (byte)0;
        }

        Majority.Apply(_sure, _cleanSure, _shape.Width);
        Majority.Apply(_likely, _cleanLikely, _shape.Width);
        return _hysteresis.Apply(_cleanSure, _cleanLikely, _mask);
    }

    private void Grow(double seconds)
    {
        for (int pixel = 0; pixel < _age.Length; pixel++)
        {
            _age[pixel] = _mask[pixel] != 0 ? _age[pixel] + (float)seconds : Math.Max(0, _age[pixel] - (float)(ForgetFaster * seconds));
        }
    }

    private void Follow(ReadOnlySpan<byte> frame, double seconds)
    {
        float rate = (float)Math.Min(1, seconds / FollowSeconds);
        for (int pixel = 0, at = 0; pixel < _mask.Length; pixel++)
        {
            bool stays = _mask[pixel] != 0 && _age[pixel] < AbsorbSeconds;
            for (int c = 0; c < _shape.Channels; c++, at++)
            {
                _background[at] += stays ? 0 : rate * (frame[at] - _background[at]);
            }
        }

        _sinceRefresh += seconds;
        if (_sinceRefresh >= RefreshSeconds)
        {
            _sinceRefresh = 0;
            for (int i = 0; i < _picture.Length; i++)
            {
                _picture[i] = (byte)(_background[i] + 0.5f);
            }

            _current.Load(_picture);
        }
    }
}
