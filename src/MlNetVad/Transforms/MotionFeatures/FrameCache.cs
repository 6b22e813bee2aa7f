using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// The frames and flows of the last clips, so that overlapping clips compute each frame and each pair of frames once, also
/// where some frames lie between two of a clip: the rows after which a frame comes again are found out from the clips.
/// A frame is recognised by equality of all its bytes: what is found is what would have been computed, whatever the order
/// of the clips (but for a running background, whose masks depend on it).
/// </summary>
internal sealed class FrameCache
{
    /// <summary>Most rows after which a frame that comes again is still held.</summary>
    private const int MostRows = 8;

    private readonly Func<CachedFrame> _newFrame;
    private readonly Func<CachedFlow> _newFlow;
    private readonly List<CachedFrame> _frames = [];
    private readonly List<CachedFlow> _flows = [];
    private readonly CachedFrame?[][] _clips;
    private readonly BinnedFlow[] _clipFlows;
    private readonly FlowField _field;
    private readonly LucasKanade _tracker;
    private readonly IBackground _background;
    private readonly ForegroundMask _foreground;
    private int _rows = MostRows;
    private long _loads;
    private long _calls;

    /// <summary>A cache for clips of one shape.</summary>
    public FrameCache(MotionOptions options, ForegroundModel model, int channels, int length)
    {
        _newFrame = () => new CachedFrame(options, model.Height, model.Width, channels);
        _newFlow = () => new CachedFlow(options, model);
        _clips = [.. Enumerable.Range(0, MostRows + 1).Select(_ => new CachedFrame?[length])];
        _clipFlows = new BinnedFlow[length - 1];
        _field = new FlowField(model.Height, model.Width);
        _tracker = new LucasKanade(options);
        _background = model.CreateBackground();
        _foreground = model.CreateMask();
    }

    /// <summary>How many frames were computed, not found.</summary>
    public long Loads => _loads;

    /// <summary>How many frames are held.</summary>
    public int Held => _frames.Count;

    private CachedFrame?[] Clip => Before(0);

    /// <summary>Takes the frames of a clip.</summary>
    /// <param name="clip">T × H × W × C bytes.</param>
    public void LoadFrames(ReadOnlySpan<byte> clip)
    {
        _calls++;
        CachedFrame?[] now = Clip, before = Before(_rows);
        int size = clip.Length / now.Length, found = 0, rows = 1;
        for (int i = 0; i < now.Length; i++)
        {
            ReadOnlySpan<byte> frame = clip.Slice(i * size, size);

            // clips mostly advance: what is wanted now was one place later before
            CachedFrame? likely = before[Math.Min(i + 1, now.Length - 1)];
            CachedFrame? slot = likely is not null && likely.Holds(frame) ? likely : Find(frame);
            if (slot is null)
            {
                slot = Oldest(_frames, f => f.LastUse, _newFrame);
                slot.Load(++_loads, frame, _background, _foreground);
            }
            else
            {
                found++;
                rows = Math.Max(rows, (int)Math.Min(_calls - slot.LastUse, MostRows));
            }

            slot.LastUse = _calls;
            now[i] = slot;
        }

        // a few frames alike prove nothing: video may hold one twice
        _rows = 2 * found >= now.Length ? rows : MostRows;
    }

    /// <summary>The flows between the frames of the clip, T − 1.</summary>
    public BinnedFlow[] Flows()
    {
        for (int i = 0; i < _clipFlows.Length; i++)
        {
            _clipFlows[i] = Flow(Clip[i]!, Clip[i + 1]!);
        }

        return _clipFlows;
    }

    private CachedFrame?[] Before(int rows) => _clips[(_calls + _clips.Length - rows) % _clips.Length];

    private CachedFrame? Find(ReadOnlySpan<byte> frame)
    {
        foreach (CachedFrame slot in _frames)
        {
            if (slot.Holds(frame))
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>The slot that was not used for the longest time, or a new one where all may still be wanted.</summary>
    private T Oldest<T>(List<T> slots, Func<T, long> lastUse, Func<T> create)
    {
        T? oldest = slots.MinBy(lastUse);
        if (oldest is null || lastUse(oldest) >= _calls - _rows)
        {
            oldest = create();
            slots.Add(oldest);
        }

        return oldest;
    }

    private BinnedFlow Flow(CachedFrame from, CachedFrame to)
    {
        foreach (CachedFlow slot in _flows)
        {
            if (slot.From == from.Id && slot.To == to.Id)
            {
                slot.LastUse = _calls;
                return slot.Flow;
            }
        }

        CachedFlow oldest = Oldest(_flows, f => f.LastUse, _newFlow);
        if (from == to)
        {
            _field.U.Clear();   // a clip holds a frame that no other has followed in time
            _field.V.Clear();
        }
        else
        {
            _tracker.Track(from.Pyramid, to.Pyramid, from.Cells, _field);
        }

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
