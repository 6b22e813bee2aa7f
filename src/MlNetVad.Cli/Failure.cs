using MlNetVad.Persistence;

namespace MlNetVad.Cli;

/// <summary>Says in one sentence what went wrong.</summary>
internal static class Failure
{
    /// <summary>The sentence for people, on one line.</summary>
    public static string Sentence(Exception exception) => Known(exception) switch
    {
        VadException known => OneLine(known.Message),
        OperationCanceledException => "stopped; no file is left half-written.",
        _ when DiskError.OfTemporaryFolder(exception) is { } fault => OneLine(fault.Message),
        _ => $"{OneLine(exception.Message).TrimEnd('.')} (unexpected {exception.GetType().Name}; '--verbosity diag' shows where).",
    };

    /// <summary>The sentence for work that ended early, and what is kept of it.</summary>
    /// <param name="exception">Why.</param>
    /// <param name="what">What was made of every frame: "scores".</param>
    /// <param name="frames">How many frames came before.</param>
    /// <param name="files">Where it is kept; empty where it is not.</param>
    public static string Kept(Exception exception, string what, long frames, IReadOnlyList<string> files) =>
        (Known(exception) is OperationCanceledException ? $"stopped after {Counted.Of(frames, "frame")}." : Sentence(exception))
        + (files.Count == 0 ? "" : $" The {what} of the {Counted.Of(frames, "frame")} before are kept in {string.Join(" and ", files.Select(file => $"'{file}'"))}.");

    /// <summary>Whether the error is the user's to mend, so that a stack trace would not help.</summary>
    public static bool Expected(Exception exception) => Known(exception) is not null;

    /// <summary>The first error in the chain of causes that speaks to the user: a cursor's thread may have wrapped it.</summary>
    private static Exception? Known(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is VadException or OperationCanceledException)
            {
                return exception;
            }
        }

        return null;
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
