using Microsoft.ML;
using Microsoft.ML.Runtime;
using MlNetVad.Cli.Terminal;

namespace MlNetVad.Cli.Commands;

/// <summary>Makes the ML.NET context of a command.</summary>
internal static class Context
{
    /// <summary>A context whose log goes to standard error when the user asked for everything.</summary>
    public static MLContext Create(int? seed, Screen screen)
    {
        var ml = new MLContext(seed);
        ml.Log += (_, e) =>
        {
            if (screen.Verbosity == Verbosity.Diagnostic || (e.Kind == ChannelMessageKind.Warning && screen.Verbosity != Verbosity.Quiet))
            {
                screen.Error.WriteLine(e.Message);
            }
        };
        return ml;
    }
}
