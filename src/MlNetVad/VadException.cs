namespace MlNetVad;

/// <summary>
/// Bad input, told in one sentence that names the thing, what was expected and what to do.
/// The command line prints <see cref="Exception.Message"/> and exits with 1.
/// </summary>
public sealed class VadException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">One sentence for the user; what it quotes of a file is brought onto its line.</param>
    public VadException(string message)
        : base(OneLine(message))
    {
    }

    /// <summary>Creates the error with what caused it.</summary>
    /// <param name="message">One sentence for the user.</param>
    /// <param name="innerException">The cause, for developers.</param>
    public VadException(string message, Exception innerException)
        : base(OneLine(message), innerException)
    {
    }

    // names and contents of files may hold anything, line feeds and a terminal's commands included
    private static string OneLine(string message) => message.Any(char.IsControl)
        ? string.Join(' ', string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : message;
}
