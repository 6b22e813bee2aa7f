namespace MlNetVad.Cli.Detections;

/// <summary>What is shown when a run is over: counts, and as many frames as are wanted.</summary>
/// <param name="mostObjects">How many objects are kept.</param>
internal sealed class DetectionSummary(int mostObjects)
{
    private readonly List<FrameObjects> _frames = [];
    private readonly Dictionary<string, long> _classes = [];
    private long _kept;

    /// <summary>Frames seen.</summary>
    public long Frames { get; private set; }

    /// <summary>Objects seen.</summary>
    public long Objects { get; private set; }

    /// <summary>The first frames; the last of them may hold more objects than were wanted.</summary>
    public IReadOnlyList<FrameObjects> Kept => _frames;

    /// <summary>Objects in <see cref="Kept"/>.</summary>
    public long KeptObjects => _kept;

    /// <summary>Objects by class, most first.</summary>
    public IEnumerable<KeyValuePair<string, long>> Classes => _classes.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal);

    /// <summary>How long it took, seconds.</summary>
    public double Seconds { get; set; }

    /// <summary>Frames a second from file to objects.</summary>
    public double FramesPerSecond => Seconds > 0 ? Frames / Seconds : double.NaN;

    /// <summary>Takes a frame.</summary>
    public void Add(FrameObjects frame)
    {
        Frames++;
        Objects += frame.Objects.Count;
        foreach (FoundObject found in frame.Objects)
        {
            _classes[found.Class] = _classes.GetValueOrDefault(found.Class) + 1;
        }

        if (_kept < mostObjects)
        {
            _frames.Add(frame);
            _kept += frame.Objects.Count;
        }
    }
}
