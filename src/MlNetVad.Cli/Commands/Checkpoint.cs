using MlNetVad.Cli.Terminal;
using MlNetVad.Pipelines;
using MlNetVad.Pipelines.Configuration;

namespace MlNetVad.Cli.Commands;

/// <summary>Where a network's training keeps its state: beside the model to be.</summary>
internal static class Checkpoint
{
    /// <summary>The checkpoint that belongs to a model.</summary>
    public static string PathOf(string modelPath) => modelPath + ".checkpoint";

    /// <summary>What a run does about checkpoints.</summary>
    /// <param name="config">The config: a pipeline without a network has none.</param>
    /// <param name="modelPath">The model to be.</param>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="screen">Told of a checkpoint that will be overwritten.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="VadException">There is nothing to go on from.</exception>
    public static TrainingRun Prepare(TrainingConfig config, string modelPath, bool resume, Screen screen, CancellationToken cancellation)
    {
        if (!config.Training.Options.TrainsNetwork)
        {
            return resume
                ? throw new VadException($"{config.Training.Trainer} trains no network and keeps no checkpoint; train it again without --resume, it takes seconds.")
                : new TrainingRun { CancellationToken = cancellation };
        }

        string path = PathOf(modelPath);
        bool exists = File.Exists(path);
        if (resume && !exists)
        {
            throw new VadException($"There is no checkpoint at '{path}' to go on from; train without --resume, or give the --output of the run that was interrupted.");
        }

        if (exists && !resume)
        {
            screen.Note($"training anew; the checkpoint '{Spectre.Console.Markup.Escape(path)}' of an earlier run will be replaced (--resume would go on from it)");
        }

        return new TrainingRun { CheckpointPath = path, Resume = resume, CancellationToken = cancellation };
    }

    /// <summary>The model is there: the checkpoint is not needed any more.</summary>
    public static void Delete(TrainingRun run)
    {
        if (run.CheckpointPath is { } path)
        {
            File.Delete(path);
        }
    }
}
