using MlNetVad.Cli.Terminal;

namespace MlNetVad.Cli.Tests;

/// <summary>What one run of the command gave.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    /// <summary>The lines of standard error that say why the run failed.</summary>
    public string[] Complaints => [.. Error.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];

    public override string ToString() => $"exit {ExitCode}\n--- out\n{Out}\n--- error\n{Error}";
}

/// <summary>Runs the command in this process, its streams caught.</summary>
internal static class Cli
{
    public static CliResult Run(params string[] args) => Run(CancellationToken.None, args);

    public static CliResult Run(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        // as a console's writers are: ML.NET logs from threads of its own
        int code = CommandLineApp.Run(args, new Screen(TextWriter.Synchronized(output), TextWriter.Synchronized(error)), cancellation);
        return new CliResult(code, output.ToString(), error.ToString());
    }
}
