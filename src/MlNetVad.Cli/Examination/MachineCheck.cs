using System.Globalization;
using System.Runtime.InteropServices;
using MlNetVad.Torch.Native;
using MlNetVad.Video.Examination;

namespace MlNetVad.Cli.Examination;

/// <summary>The runtime, the processor and the memory.</summary>
internal static class MachineCheck
{
    private const string MemoryFile = "/proc/meminfo";
    private const double EnoughGigabytes = 2;   // the training of a network takes 1.3 GB
    private const int BytesOfKilobyte = 1024;

    /// <summary>The .NET runtime, the system and the processor's kind.</summary>
    public static Finding Runtime() => new(
        ".NET",
        FindingState.Ok,
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        "runs this program",
        Needed: true);

    /// <summary>The processors, and how many of them networks use.</summary>
    public static Finding Threads() => new(
        "threads",
        FindingState.Ok,
        $"{Environment.ProcessorCount} processors{(TorchLibrary.IsThere ? $", libtorch uses {TorchCheck.Threads()}" : "")}",
        "the same number of threads gives the same model again");

    /// <summary>The memory, and how much of it is free.</summary>
    public static Finding Memory()
    {
        double total = Size.Gigabytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        double free = Available() is { } bytes ? Math.Min(total, Size.Gigabytes(bytes)) : total;
        string found = free < total ? $"{Size.Text(total)}, {Size.Text(free)} of it free" : Size.Text(total);
        return free < EnoughGigabytes
            ? new Finding("memory", FindingState.Warning, found, $"Training a network takes more than a gigabyte: end other programs, or give this one {EnoughGigabytes} GB.")
            : new Finding("memory", FindingState.Ok, found, "enough for training");
    }

    private static long? Available()
    {
        if (!File.Exists(MemoryFile))
        {
            return null;
        }

        string? line = File.ReadLines(MemoryFile).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 1 && long.TryParse(words[1], CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes * BytesOfKilobyte : null;
    }
}
