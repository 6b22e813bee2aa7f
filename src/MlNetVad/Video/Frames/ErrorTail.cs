using System.Diagnostics;

namespace MlNetVad.Video.Frames;

/// <summary>The first and last lines that a tool wrote to its standard error.</summary>
internal sealed class ErrorTail
{
    private const int Kept = 8;

    private readonly Queue<string> _lines = new();
    private string? _first;

    public ErrorTail(Process process)
    {
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginErrorReadLine();
    }

    public bool IsEmpty
    {
        get
        {
            lock (_lines)
            {
                return _first is null;
            }
        }
    }

    /// <summary>The first and the last thing said, in one line.</summary>
    public string Summary(MediaAddress address)
    {
        lock (_lines)
        {
            if (_first is null)
            {
                return "no message";
            }

            string last = _lines.Last();
            string both = last == _first ? _first : $"{_first}; {last}";
            return address.Clean(both);
        }
    }

    private void Add(string? line)
    {
        // raw frames carry no time: a complaint about time stamps is about nothing
        if (string.IsNullOrWhiteSpace(line) || line.Contains("non monotonically increasing dts", StringComparison.Ordinal))
        {
            return;
        }

        string text = WithoutModule(line.Trim());
        lock (_lines)
        {
            _first ??= text;
            _lines.Enqueue(text);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }

    // "[mov,mp4 @ 0x55d8] moov atom not found" differs from run to run only in the address
    private static string WithoutModule(string line)
    {
        int end = line.IndexOf("] ", StringComparison.Ordinal);
        return line.StartsWith('[') && end > 0 ? line[(end + 2)..] : line;
    }
}
