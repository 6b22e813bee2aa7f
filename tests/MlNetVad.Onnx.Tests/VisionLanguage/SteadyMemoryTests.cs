using System.Diagnostics;
using System.Globalization;
using MlNetVad.Onnx.VisionLanguage;
using MlNetVad.Transforms;

namespace MlNetVad.Onnx.Tests.VisionLanguage;

/// <summary>
/// What a thousand captions take from the system, ONNX Runtime's own memory included. It is measured in a process of its own,
/// whose code is compiled once and whose young generation has a fixed size; resident, because the runtime now and then starts
/// a thread, whose stack of 8 MiB it hardly touches.
/// </summary>
public sealed class SteadyMemoryTests
{
    private const int WarmUp = 100, Captions = 1000;
    private const long Slack = 4 << 20;

    [Fact]
    public void AThousandCaptions_OfAFreshProcess_KeepItsMemory()
    {
        string assembly = typeof(SteadyMemoryTests).Assembly.Location;
        string child = $"{typeof(SteadyMemoryTests).FullName}.{nameof(ThisProcess_AThousandCaptions_KeepsItsMemory)}";
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
    public void ThisProcess_AThousandCaptions_KeepsItsMemory()
    {
        using var tiny = new TinyModel();
        OnnxVisionLanguageCaptioner options = tiny.Options();
        (options.SystemMessage, options.MaximumNewTokens) = ("", 8);
        using var model = VisionLanguageModel.Open(options.Prepare());
        using IClipDescriber describer = model.CreateDescriber();
        (long Resident, long Managed) warm = default;
        var taken = new List<long>();
        for (int i = 0; i < WarmUp + Captions; i++)
        {
            if (i == WarmUp)
            {
                warm = Footprint();
            }

            if (i >= WarmUp && i % 100 == 0)
            {
                taken.Add(Footprint().Resident);
            }

            var shape = new ClipShape(1 + (i % 4), TinyWeights.ImageSize, TinyWeights.ImageSize, 3);
            Assert.NotEmpty(describer.Describe(Clips.As(Clips.Random(i, shape), shape), CancellationToken.None));
        }

        (long Resident, long Managed) end = Footprint();
        string course = $"managed {warm.Managed} to {end.Managed}, resident " + string.Join(' ', taken.Select(b => b.ToString(CultureInfo.InvariantCulture)));
        TestContext.Current.SendDiagnosticMessage(course);
        Assert.True(end.Managed < warm.Managed + (256 << 10), course);
        Assert.True(taken.Append(end.Resident).Max() < warm.Resident + Slack, course);
    }

    private static (long Resident, long Managed) Footprint()
    {
        long managed = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, managed);
    }
}
