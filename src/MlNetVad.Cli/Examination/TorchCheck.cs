using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetVad.Torch.Native;
using MlNetVad.Video.Examination;
using static TorchSharp.torch;

namespace MlNetVad.Cli.Examination;

/// <summary>The library that runs networks of our own, and the graphics cards that it sees.</summary>
internal static class TorchCheck
{
    private const string Name = "libtorch", Cuda = "CUDA";
    private const string NvidiaDriver = "/proc/driver/nvidia/version";

    /// <summary>How it came into the process, a product as proof that it computes, and what it can use.</summary>
    public static IReadOnlyList<Finding> All()
    {
        if (!TorchLibrary.IsThere)
        {
            return
            [
                new Finding(Name, FindingState.Missing, "does not load", $"{TorchLibrary.Outcome} Everything but SfnVad and SibVad works without it."),
                new Finding(Cuda, FindingState.Missing, "unknown without libtorch", "see libtorch"),
            ];
        }

        try
        {
            return [Library(), Devices()];
        }
        catch (Exception e) when (e is ExternalException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
        {
            return [new Finding(Name, FindingState.Missing, $"loads, and fails at work: {e.Message}", "Put the packages TorchSharp and libtorch of versions that belong together into the program.")];
        }
    }

    /// <summary>How many threads it computes on; only where it is there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Threads() => get_num_threads();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Finding Library()
    {
        using var scope = NewDisposeScope();
        Tensor a = tensor([1f, 2, 3, 4], [2, 2]);
        float[] product = a.mm(a).data<float>().ToArray();
        string version = $"{__version__} (TorchSharp {typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString(3)})";
        return product is [7, 10, 15, 22]
            ? new Finding(Name, FindingState.Ok, $"{version}: {TorchLibrary.Outcome}; computes", "trains and runs SfnVad and SibVad")
            : new Finding(Name, FindingState.Missing, $"{version} says that [1 2; 3 4]² is [{string.Join(' ', product)}]", "Its figures cannot be trusted on this machine; do not train networks here.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Finding Devices()
    {
        string package = OperatingSystem.IsWindows() ? "cuda-windows" : "cuda-linux";
        if (cuda.is_available())
        {
            return new Finding(Cuda, FindingState.Ok, $"available, {cuda.device_count()} device(s)", "libtorch can compute on them");
        }

        return File.Exists(NvidiaDriver)
            ? new Finding(Cuda, FindingState.Warning, "not available, though there is an NVIDIA driver", $"Networks run on the processor; build with -p:Torch={package} for the card.")
            : new Finding(Cuda, FindingState.Ok, "not available", $"Networks run on the processor; for an NVIDIA card build with -p:Torch={package}.");
    }
}
