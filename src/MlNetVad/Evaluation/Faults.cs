namespace MlNetVad.Evaluation;

/// <summary>What does not fit, one entry a fault, for a message.</summary>
internal static class Faults
{
    private const int Shown = 12;

    /// <summary>"a; b; c; and 7 more".</summary>
    public static string Join(IReadOnlyList<string> faults) =>
        string.Join("; ", faults.Take(Shown)) + (faults.Count > Shown ? $"; and {faults.Count - Shown} more" : "");

    /// <summary>"frame 3" or "frames 3 to 8".</summary>
    public static string Frames(long first, long last) => first == last ? $"frame {first}" : $"frames {first} to {last}";
}
