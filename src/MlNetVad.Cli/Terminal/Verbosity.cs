namespace MlNetVad.Cli.Terminal;

/// <summary>How much is said beside the result.</summary>
internal enum Verbosity
{
    /// <summary>Errors only.</summary>
    Quiet,

    /// <summary>Progress and results.</summary>
    Minimal,

    /// <summary>Also the library's log, and stack traces of unexpected errors.</summary>
    Diagnostic,
}
