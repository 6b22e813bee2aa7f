namespace MlNetVad;

/// <summary>
/// Bad input, told in one sentence that names the thing, what was expected and what to do.
/// The command line prints <see cref="Exception.Message"/> and exits with 1.
/// </summary>
public sealed class VadException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">One sentence for the user.</param>
    public VadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what caused it.</summary>
    /// <param name="message">One sentence for the user.</param>
    /// <param name="innerException">The cause, for developers.</param>
    public VadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
