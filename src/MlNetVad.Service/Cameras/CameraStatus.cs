namespace MlNetVad.Service.Cameras;

/// <summary>How a camera is.</summary>
internal enum CameraState
{
    Starting,
    Live,
    Silent,
    Waiting,
    Faulty,
    Off,
}

/// <summary>What is known of a camera now; written by its threads, read by anyone.</summary>
internal sealed class CameraStatus
{
    /// <summary>Scores that are kept for the strip.</summary>
    public const int StripLength = 300;

    /// <summary>Bars of the histogram, from −1 to 2.</summary>
    public const int Bars = 60;

    private const float Least = -1, Most = 2;

    private readonly Lock _lock = new();
    private readonly Queue<float> _strip = new();
    private readonly long[] _bars = new long[Bars];

    public CameraState State { get; private set; } = CameraState.Starting;

    /// <summary>What is wrong, in a sentence without secrets; empty where nothing is.</summary>
    public string Problem => State == CameraState.Live ? Overload : Fault;

    /// <summary>What is wrong with the source or the model; empty where nothing is.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>That the machine is too slow, in a sentence; empty where it is not.</summary>
    public string Overload { get; set; } = "";

    public long Frames { get; private set; }

    public long Scored { get; private set; }

    public long Dropped { get; set; }

    /// <summary>How often the decoder was started anew.</summary>
    public long Restarts { get; private set; }

    public DateTime? LastFrameAt { get; private set; }

    /// <summary>Seconds from a frame's coming to its score, of the frame scored last: the clip's own latency is part of it.</summary>
    public double Latency { get; private set; }

    /// <summary>The greatest latency so far.</summary>
    public double WorstLatency { get; private set; }

    public float? Score { get; private set; }

    /// <summary>The threshold in force; null before the model is loaded or where it has none.</summary>
    public float? Threshold { get; set; }

    /// <summary>The event that goes on; null where none does.</summary>
    public Guid? Event { get; set; }

    /// <summary>A frame came.</summary>
    public void Came(DateTime at)
    {
        lock (_lock)
        {
            Frames++;
            LastFrameAt = at;
            (State, Fault) = (CameraState.Live, "");
        }
    }

    /// <summary>A frame was scored.</summary>
    public void Add(float score, double latency)
    {
        lock (_lock)
        {
            Scored++;
            Score = score;
            Latency = latency;
            WorstLatency = Math.Max(WorstLatency, latency);
            _strip.Enqueue(score);
            while (_strip.Count > StripLength)
            {
                _strip.Dequeue();
            }

            _bars[(int)Math.Clamp((score - Least) / (Most - Least) * Bars, 0, Bars - 1)]++;
        }
    }

    /// <summary>Something is wrong.</summary>
    public void Set(CameraState state, string problem)
    {
        lock (_lock)
        {
            (State, Fault) = (state, problem);
        }
    }

    /// <summary>The decoder is started anew.</summary>
    public void Restarted()
    {
        lock (_lock)
        {
            Restarts++;
        }
    }

    /// <summary>The last scores, oldest first.</summary>
    public float[] Strip()
    {
        lock (_lock)
        {
            return [.. _strip];
        }
    }

    /// <summary>How often scores fell between −1 and 2, in bars of equal width; what lies beyond is in the outer bars.</summary>
    public long[] Histogram()
    {
        lock (_lock)
        {
            return [.. _bars];
        }
    }
}
