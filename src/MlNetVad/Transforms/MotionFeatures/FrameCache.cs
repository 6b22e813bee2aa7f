using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// The frames and flows of the last clip, so that overlapping clips compute each frame and each pair of frames once.
/// A frame is recognised by equality of all its bytes: what is found is what would have been computed, whatever the order
/// of the clips (but for a running background, whose masks depend on it).
/// </summary>
internal sealed class FrameCache
{
    private readonly CachedFrame[] _slots;
    private readonly CachedFrame[] _clip;
    private readonly CachedFlow[] _flowSlots;
    private readonly BinnedFlow[] _flows;
    private readonly FlowField _field;
    private readonly LucasKanade _tracker;
    private readonly IBackground _background;
    private readonly ForegroundMask _foreground;
    private long _loads;
    private long _calls;

    /// <summary>A cache for clips of one shape.</summary>
    public FrameCache(MotionOptions options, ForegroundModel model, int channels, int length)
    {
        _slots = [.. Enumerable.Range(0, length + 1).Select(_ => new CachedFrame(options, model.Height, model.Width, channels))];
        _clip = [.. _slots.Take(length)];
        _flowSlots = [.. Enumerable.Range(0, length).Select(_ => new CachedFlow(options, model))];
        _flows = new BinnedFlow[length - 1];
        _field = new FlowField(model.Height, model.Width);
        _tracker = new LucasKanade(options);
        _background = model.CreateBackground();
        _foreground = model.CreateMask();
    }

    /// <summary>How many frames were computed, not found.</summary>
    public long Loads => _loads;

    /// <summary>Takes the frames of a clip.</summary>
    /// <param name="clip">T × H × W × C bytes.</param>
    public void LoadFrames(ReadOnlySpan<byte> clip)
    {
        _calls++;
        int size = clip.Length / _clip.Length;
        for (int i = 0; i < _clip.Length; i++)
        {
            ReadOnlySpan<byte> frame = clip.Slice(i * size, size);

            // clips mostly advance by one frame: what is wanted now was one place later before
            CachedFrame likely = _clip[Math.Min(i + 1, _clip.Length - 1)];
            CachedFrame slot = likely.Holds(frame) ? likely : Find(frame);
            slot.LastUse = _calls;
            _clip[i] = slot;
        }
    }

    /// <summary>The flows between the frames of the clip, T − 1.</summary>
    public BinnedFlow[] Flows()
    {
        for (int i = 0; i < _flows.Length; i++)
        {
            _flows[i] = Flow(_clip[i], _clip[i + 1]);
        }

        return _flows;
    }

    private CachedFrame Find(ReadOnlySpan<byte> frame)
    {
        CachedFrame oldest = _slots[0];
        foreach (CachedFrame slot in _slots)
        {
            if (slot.Holds(frame))
            {
                return slot;
            }

            oldest = slot.LastUse < oldest.LastUse ? slot : oldest;
        }

        oldest.Load(++_loads, frame, _background, _foreground);
        return oldest;
    }

    private BinnedFlow Flow(CachedFrame from, CachedFrame to)
    {
        CachedFlow oldest = _flowSlots[0];
        foreach (CachedFlow slot in _flowSlots)
        {
            if (slot.From == from.Id && slot.To == to.Id)
            {
                slot.LastUse = _calls;
                return slot.Flow;
            }

            oldest = slot.LastUse < oldest.LastUse ? slot : oldest;
        }

        _tracker.Track(from.Pyramid, to.Pyramid, from.Cells, _field);
        oldest.Flow.Load(from.Mask, _field);
        (oldest.From, oldest.To, oldest.LastUse) = (from.Id, to.Id, _calls);
        return oldest.Flow;
    }

    private sealed class CachedFlow(MotionOptions options, ForegroundModel model)
    {
        public long From { get; set; }

        public long To { get; set; }

        public long LastUse { get; set; }

        public BinnedFlow Flow { get; } = new(options, model.HeightLine, model.Height, model.Width);
    }
}
