using MlNetVad.Cli.Terminal;

namespace MlNetVad.Cli;

/// <summary>The <c>mlnetvad</c> command.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        using var interrupt = new Interrupt();
        return CommandLineApp.Run(args, Screen.OfProcess(), interrupt.Token);
    }
}
