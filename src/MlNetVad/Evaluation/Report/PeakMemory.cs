using System.Diagnostics;

namespace MlNetVad.Evaluation;

/// <summary>The process's highest resident memory so far.</summary>
public static class PeakMemory
{
    /// <summary>Peak resident set in megabytes (10⁶ bytes): the kernel's high-water mark on Linux, the peak working set elsewhere.</summary>
    public static double Megabytes()
    {
        const string Status = "/proc/self/status";
        if (File.Exists(Status))
        {
            foreach (string line in File.ReadLines(Status))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    return Kibibytes(line) * 1024 / 1e6;
                }
            }
        }

        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static double Kibibytes(string line) =>
        double.Parse(string.Concat(line.Where(char.IsAsciiDigit)), System.Globalization.CultureInfo.InvariantCulture);
}
