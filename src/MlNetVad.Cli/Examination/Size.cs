using static System.FormattableString;

namespace MlNetVad.Cli.Examination;

/// <summary>Bytes for people.</summary>
internal static class Size
{
    /// <summary>In gigabytes of 1024³ bytes.</summary>
    public static double Gigabytes(long bytes) => bytes / (double)(1L << 30);

    /// <summary>With one decimal.</summary>
    public static string Text(double gigabytes) => Invariant($"{gigabytes:0.0} GB");
}
