using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace MlNetVad.Benchmarks;

/// <summary>PyTorch in a process of its own, with a fixed number of threads; one command a line, one answer a line.</summary>
internal sealed class PyTorchPeer : IDisposable
{
    private readonly Process _process;

    public PyTorchPeer(int threads, string script)
    {
        Threads = threads;
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "peers", script)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start) ?? throw new InvalidOperationException("/usr/bin/python3 did not start.");
    }

    public int Threads { get; }

    public void Setup(JsonObject setup) => Ask($"setup {setup.ToJsonString()}");

    /// <summary>Seconds a run, mean over some runs in a row.</summary>
    public double Time(int runs) => double.Parse(Ask($"time {runs}"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch peer ended; its message stands above. It needs python3-torch.");
    }
}
