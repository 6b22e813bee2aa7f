namespace MlNetVad.Pipelines.Configuration;

/// <summary>How a run ended.</summary>
public enum TrialState
{
    /// <summary>A model was written, and measured where there are labels.</summary>
    Completed,

    /// <summary>An error ended it.</summary>
    Failed,

    /// <summary>The user ended it.</summary>
    Canceled,
}

/// <summary>One run, as <c>RunHistory.Trials</c> keeps it; failed runs are kept too.</summary>
public sealed record Trial
{
    /// <summary>The pipeline's name.</summary>
    public required string TrainerName { get; init; }

    /// <summary>How the run ended.</summary>
    public required TrialState State { get; init; }

    /// <summary>Wall-clock seconds from start to end, at least 0.</summary>
    public required double RuntimeInSeconds { get; init; }

    /// <summary>When the run began, UTC.</summary>
    public required DateTime Started { get; init; }

    /// <summary>Options that were in force, by name: seed, modes, data folder, …</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Every metric that was measured, by name; empty for a run that did not end well.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The metric that is the run's <c>Score</c>, a key of <see cref="Metrics"/>, or null.</summary>
    public string? MetricName { get; init; }

    /// <summary>The model's parts in the order in which they run; empty for a run that did not end well.</summary>
    public IReadOnlyList<string> Estimators { get; init; } = [];

    /// <summary>Where the model was written, or null.</summary>
    public string? ModelFilePath { get; init; }

    /// <summary>The error's sentence, or null.</summary>
    public string? Error { get; init; }
}
