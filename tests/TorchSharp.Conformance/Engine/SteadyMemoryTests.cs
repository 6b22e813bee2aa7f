using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using TorchSharp.Conformance.Modules;
using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Engine;

/// <summary>
/// What a long training loop takes from the system. It is measured in a process of its own, whose code is compiled once
/// (recompiling hot methods alone takes MiB over the first 10,000 steps) and whose young generation has a fixed size.
/// </summary>
public sealed class SteadyMemoryTests
{
    private const int WarmUp = 2_000;
    private const int Steps = 20_000;

    [Fact]
    public void TwentyThousandSteps_OfAFreshProcess_KeepItsMemoryWithinOnePercent()
    {
        Linked.RequireOurs();
        string assembly = typeof(SteadyMemoryTests).Assembly.Location;
        string child = $"{typeof(SteadyMemoryTests).FullName}.{nameof(ThisProcess_TwentyThousandSteps_KeepsItsMemoryWithinOnePercent)}";
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, "-explicit", "only", "-method", child])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TieredCompilation"] = "0", ["DOTNET_GCgen0size"] = "400000" },
        };
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1,", StringComparison.Ordinal), output);
    }

    [Fact(Explicit = true)]
    public void ThisProcess_TwentyThousandSteps_KeepsItsMemoryWithinOnePercent()
    {
        manual_seed(1);
        using var network = nn.Sequential(
            ("in", nn.Linear(8, 16)), ("block", new Block(16, 2)), ("drop", nn.Dropout(0.1)), ("out", nn.Linear(16, 1)));
        using var optimizer = optim.AdamW(network.parameters(), 1e-3);
        Tensor x = Numbers.Drawn(1, 2, 6, 8), y = x.sum(-1, keepdim: true);
        Footprint warm = default;
        var taken = new List<long>();
        for (int step = 0; step < WarmUp + Steps; step++)
        {
            if (step == WarmUp) warm = Footprint.Now();
            if (step >= WarmUp && step % 500 == 0) taken.Add(Footprint.Now().Private);
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.mse_loss(network.call(x), y).backward();
            nn.utils.clip_grad_norm_(network.parameters(), 1);
            optimizer.step();
        }

        Footprint end = Footprint.Now();
        TestContext.Current.SendDiagnosticMessage("private bytes: " + string.Join(' ', taken.Select(b => b.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(warm with { Private = end.Private }, end);
        Assert.True(warm.Pooled > 0);
        Assert.All(taken.Append(end.Private), bytes => Assert.InRange(bytes, 0.99 * warm.Private, 1.01 * warm.Private));
    }

    /// <summary>Bytes of the process, bytes of the engine's pool and those of them lent out, tensors of this thread alive.</summary>
    private readonly record struct Footprint(long Private, long Pooled, long Lent, long Tensors)
    {
        public static Footprint Now()
        {
            using var process = Process.GetCurrentProcess();
            ThreadDisposeScopeStatistics counts = DisposeScopeManager.Statistics;
            return new Footprint(
                process.PrivateMemorySize64, Pool("TotalBytes"), Pool("LiveBytes"), counts.CreatedInScopeCount - counts.DisposedInScopeCount - counts.DetachedFromScopeCount);
        }

        private static long Pool(string property) => (long)typeof(Tensor).Assembly.GetType("TorchSharp.BufferPool")!
            .GetProperty(property, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
    }
}
