using System.Diagnostics;
using static System.FormattableString;

namespace MlNetVad.Video.Frames;

/// <summary>
/// Looks once a second at a decoder's process, and ends it where a frame is waited for too long or its memory has grown too large.
/// Seconds are counted, not taken from a clock, so that a machine that slept is no decoder that hangs.
/// </summary>
internal sealed class DecoderWatch : IDisposable
{
    private const long Gigabyte = 1L << 30;

    private readonly Process _process;
    private readonly int _id;
    private readonly long _memory;
    private readonly Timer _timer;
    private volatile int _patience;
    private int _waited;

    /// <summary>Begins to look.</summary>
    /// <param name="process">The decoder.</param>
    /// <param name="memory">Bytes of resident memory that it may take.</param>
    public DecoderWatch(Process process, long memory)
    {
        _process = process;
        _id = process.Id;
        _memory = memory;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Half of the machine's memory, but 1 to 8 GiB: 8K video decoded on sixteen threads takes 4.</summary>
    public static long UsualMemory { get; } = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, Gigabyte, 8 * Gigabyte);

    /// <summary>Why the decoder was ended; null where it was not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether it was ended for its memory.</summary>
    public bool IsOvergrown { get; private set; }

    /// <summary>Counts from now on how long nothing comes.</summary>
    /// <param name="seconds">How long is too long; 0 stops counting.</param>
    public void Expect(double seconds)
    {
        Volatile.Write(ref _waited, 0);
        _patience = (int)Math.Ceiling(seconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        int patience = _patience;
        if (patience > 0 && Interlocked.Increment(ref _waited) > patience)
        {
            End($"no frame came for {patience} s");
        }
        else if (Resident() > _memory)
        {
            IsOvergrown = true;
            End(Invariant($"ffmpeg took more than {_memory / (double)Gigabyte:0.##} GiB of memory"));
        }
    }

    private void End(string fault)
    {
        Fault ??= fault;
        FfmpegTool.Kill(_process);
    }

    private long Resident()
    {
        try
        {
            using Process seen = Process.GetProcessById(_id);
            return seen.WorkingSet64;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return 0;   // it has ended
        }
    }
}
