using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Cli.Commands;

/// <summary>Loads the model that a command was given.</summary>
internal static class ModelFile
{
    /// <summary>Loads it on a thread of its own: neither ML.NET's loader nor a file that never answers can be told to stop, but a command must.</summary>
    /// <exception cref="VadException">It is no model that can be loaded.</exception>
    /// <exception cref="OperationCanceledException">The command was stopped meanwhile.</exception>
    public static VadModel Load(MLContext ml, string path, CancellationToken cancellation) =>
        Task.Run(() => VadModel.Load(ml, path), CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult();
}
