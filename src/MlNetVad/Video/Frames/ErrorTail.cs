using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MlNetVad.Video.Frames;

/// <summary>
/// What ffmpeg wrote to its standard error: its first and last complaint, and, where the filter <see cref="TimeFilter"/> runs,
/// each frame's time, in the order in which both came. A complaint is what ffmpeg itself calls an error: libraries that it loads write there as they like.
/// </summary>
internal sealed partial class ErrorTail
{
    /// <summary>The value of <c>-loglevel</c> that it reads: errors, each by itself and called one.</summary>
    public const string Level = "repeat+level+error";

    /// <summary>The filter of ffmpeg that writes a frame's time to standard error before the frame leaves.</summary>
    public const string TimeFilter = @"metadata=mode=add:key=t:value=0,metadata=mode=print:key=t:direct=1:file='pipe\:2'";

    private readonly Lock _gate = new();
    private readonly Queue<(double Time, int Complaints)> _frames = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private string? _first, _last, _other;
    private int _complaints;

    public ErrorTail(Process process)
    {
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is null)
            {
                _arrived.Release();   // nothing more will come
            }
            else
            {
                Add(e.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Complaints so far.</summary>
    public int Complaints
    {
        get
        {
            lock (_gate)
            {
                return _complaints;
            }
        }
    }

    /// <summary>Whether a complaint was that nothing more comes from the network.</summary>
    public bool IsConnectionLost { get; private set; }

    /// <summary>The next frame's time in seconds (NaN where unknown), and how many complaints came before it; waits for it.</summary>
    public (double Time, int Complaints) NextFrame(CancellationToken cancellation)
    {
        _arrived.Wait(cancellation);
        lock (_gate)
        {
            return _frames.TryDequeue(out (double Time, int Complaints) frame) ? frame : (double.NaN, _complaints);
        }
    }

    /// <summary>The first error in all that ffmpeg said; its first line where it called nothing an error.</summary>
    public static string FirstOf(string said)
    {
        string[] lines = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Select(line => ErrorLine().Match(line)).FirstOrDefault(error => error.Success)?.Groups["text"].Value ?? lines.FirstOrDefault() ?? "";
    }

    /// <summary>The first and the last thing said, in one line.</summary>
    public string Summary(MediaAddress address)
    {
        lock (_gate)
        {
            return address.Clean(_first is null ? _other ?? "no message" : _last == _first ? _first : $"{_first}; {_last}");
        }
    }

    private void Add(string line)
    {
        // a complaint may have been cut in two by a frame's line
        Match frame = FrameLine().Match(line);
        if (frame.Success)
        {
            Complain(line[..frame.Index]);
            double time = double.TryParse(frame.Groups["time"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds : double.NaN;
            lock (_gate)
            {
                _frames.Enqueue((time, _complaints));
            }

            _arrived.Release();
        }
        else
        {
            Complain(line);
        }
    }

    private void Complain(string line)
    {
        Match error = ErrorLine().Match(line);
        string text = (error.Success ? error.Groups["text"].Value : line).Trim();
        if (Chatter().IsMatch(text) || (text.Length == 0 && !error.Success))
        {
            return;
        }

        lock (_gate)
        {
            if (!error.Success)
            {
                _other ??= text;   // all that there is to say where ffmpeg does not even start
                return;
            }

            _complaints++;   // its text may have been cut off
            IsConnectionLost |= ConnectionLost().IsMatch(text);
            if (text.Length > 0)
            {
                _first ??= text;
                _last = text;
            }
        }
    }

    [GeneratedRegex(@"frame:\d+\s+pts:\S+\s+pts_time:(?<time>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FrameLine();

    // the filter's second line; time stamps of a stream that is not written; a module's name that was cut off
    [GeneratedRegex(@"^t=0$|non monotonically increasing dts|^\[[^\]]*\]$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Chatter();

    [GeneratedRegex("ends prematurely|timed out|Input/output error|Connection reset|Error during demuxing", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConnectionLost();

    // "[mov,mp4 @ 0x55d8] [error] moov atom not found": the address differs from run to run
    [GeneratedRegex(@"^(\[[^\]]* @ [^\]]*\] ?)*\[(error|fatal|panic)\] (?<text>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorLine();
}
