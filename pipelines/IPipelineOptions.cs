using MlNetVad.Torch.Trainers;

namespace MlNetVad.Pipelines;

/// <summary>The options of a pipeline that a config can name.</summary>
public interface IPipelineOptions
{
    /// <summary>Whether a network is trained, so that there are checkpoints and losses to watch.</summary>
    bool TrainsNetwork { get; }

    /// <summary>Takes what belongs to one run, not to the config.</summary>
    /// <param name="run">The run.</param>
    void Begin(TrainingRun run);
}

/// <summary>What one run brings to a pipeline beside its options.</summary>
public sealed record TrainingRun
{
    /// <summary>Where a network's training keeps its state; null for nowhere.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether to go on from the checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>At most so many steps of a network's training; null leaves it to the options.</summary>
    public int? MaximumSteps { get; init; }

    /// <summary>Hears how the training of a network goes.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the run; a network's training ends with the best weights so far.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>Names the options that a pipeline sets itself, as dotted paths: a config cannot.</summary>
/// <param name="names">The paths, such as <c>Predictor.Seed</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SetByPipelineAttribute(params string[] names) : Attribute
{
    /// <summary>The paths.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
