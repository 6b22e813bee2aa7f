namespace MlNetVad.Video.Examination;

/// <summary>How a thing stands.</summary>
internal enum FindingState
{
    /// <summary>It is there and works.</summary>
    Ok,

    /// <summary>It is there, and something about it may hinder the work.</summary>
    Warning,

    /// <summary>It is not there, or does not work.</summary>
    Missing,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="Found">What was found: a version, a path, a reason.</param>
/// <param name="Advice">What it is good for where it works, else the remedy.</param>
/// <param name="Needed">Whether normal work needs it: the command fails where it is missing.</param>
internal sealed record Finding(string Name, FindingState State, string Found, string Advice, bool Needed = false)
{
    /// <summary>Whether everything that is needed is there.</summary>
    public static bool IsWell(IEnumerable<Finding> findings) => !findings.Any(finding => finding.Needed && finding.State == FindingState.Missing);
}
