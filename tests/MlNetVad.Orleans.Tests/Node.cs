using System.Collections.Concurrent;
using System.Diagnostics;

namespace MlNetVad.Orleans.Tests;

/// <summary>One node: a process that a test kills, stops and starts again.</summary>
internal sealed class Node : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    /// <summary>Starts it.</summary>
    /// <param name="words">The program and what it is told.</param>
    /// <param name="scored">Hears of each line: node, camera, frames scored.</param>
    /// <param name="open">Hears of each event that a camera is in: node, event, camera.</param>
    public Node(string[] words, Action<Node, Guid, long> scored, Action<Node, Guid, Guid>? open = null)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data, scored, open);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, scored, open);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has said beside scores.</summary>
    public IEnumerable<string> Log => _log;

    /// <summary>Bytes that it has sent to other nodes.</summary>
    public long Sent { get; private set; }

    public bool HasExited => _process.HasExited;

    /// <summary>Seconds of processor time so far.</summary>
    public double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Sends STOP, CONT or TERM.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -s {name} {_process.Id}"]);   // no bare Debian has a program of that name
        kill.WaitForExit();
    }

    /// <summary>As a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>As a restart of the machine would: it may end what it does.</summary>
    public async Task End()
    {
        Signal("TERM");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Hear(string? line, Action<Node, Guid, long> scored, Action<Node, Guid, Guid>? open)
    {
        if (line is null)
        {
            return;
        }

        switch (line.Split(' '))
        {
            case ["scored", var camera, var frames]:
                scored(this, Guid.Parse(camera), long.Parse(frames));
                break;
            case ["open", var item, var camera]:
                open?.Invoke(this, Guid.Parse(item), Guid.Parse(camera));
                break;
            case ["sent", var bytes]:
                Sent = long.Parse(bytes);
                break;
            default:
                _log.Enqueue(line);
                break;
        }
    }
}
