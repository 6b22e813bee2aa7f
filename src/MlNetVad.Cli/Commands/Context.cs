using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetVad.Cli.Terminal;

namespace MlNetVad.Cli.Commands;

/// <summary>Makes the ML.NET context of a command.</summary>
internal static class Context
{
    /// <summary>A context whose warnings are the command's, and whose log goes to standard error when the user asked for everything.</summary>
    public static MLContext Create(int? seed, Screen screen)
    {
        var ml = new MLContext(seed);
        ml.Log += (_, e) =>
        {
            if (screen.Verbosity == Verbosity.Diagnostic)
            {
                screen.Error.WriteLine(e.Message);
            }
            else if (e.Kind == ChannelMessageKind.Warning)
            {
                screen.Warn(e.RawMessage);
            }
        };
        return ml;
    }
}
