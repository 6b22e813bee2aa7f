using System.Diagnostics;
using MlNetVad.Evaluation;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Video.Frames;

namespace MlNetVad.Cli.Commands;

/// <summary>Writes one run into the config's RunHistory, however it ends.</summary>
internal sealed class TrialRecord(TrainingConfig config, int seed, string? data, bool enabled)
{
    private readonly DateTime _started = DateTime.UtcNow;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The seed in force.</summary>
    public int Seed => seed;

    /// <summary>The model was written.</summary>
    public void Completed(TrainedModel trained, VadEvaluationReport? report) => Add(New(TrialState.Completed) with
    {
        Estimators = trained.Parts,
        ModelFilePath = Path.GetFullPath(trained.ModelPath),
        MetricName = report is null ? null : nameof(VadEvaluationReport.MicroAuc),
        Metrics = report is null ? [] : Metrics(report),
    });

    /// <summary>The user ended the training, and a model was written all the same.</summary>
    public void Stopped(TrainedModel trained, string sentence) => Add(New(TrialState.Canceled) with
    {
        Estimators = trained.Parts,
        ModelFilePath = Path.GetFullPath(trained.ModelPath),
        Error = sentence,
    });

    /// <summary>The run ended early.</summary>
    public void Failed(Exception error) => Add(New(error is OperationCanceledException ? TrialState.Canceled : TrialState.Failed) with
    {
        Error = Secrets.HideIn(Failure.Sentence(error)),
    });

    private static Dictionary<string, double> Metrics(VadEvaluationReport report) => new(StringComparer.Ordinal)
    {
        [nameof(report.MicroAuc)] = report.MicroAuc,
        [nameof(report.MacroAuc)] = report.MacroAuc,
        [nameof(report.WithinVideoAuc)] = report.WithinVideoAuc,
        [nameof(report.AveragePrecision)] = report.AveragePrecision,
        [nameof(report.EqualErrorRate)] = report.EqualErrorRate,
        [nameof(report.PixelAuc)] = report.PixelAuc,
        [nameof(report.OperatingPoint.FalsePositiveRate)] = report.OperatingPoint.FalsePositiveRate,
        [nameof(report.OperatingPoint.Recall)] = report.OperatingPoint.Recall,
        [nameof(report.FramesPerSecond)] = Math.Round(report.FramesPerSecond, 1),
    };

    private Trial New(TrialState state) => new()
    {
        TrainerName = config.Training.Trainer,
        State = state,
        Started = _started,
        RuntimeInSeconds = _watch.Elapsed.TotalSeconds,
        Parameters = Parameters(),
    };

    private Dictionary<string, string> Parameters()
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Seed"] = $"{seed}",
            ["Data"] = data is null ? config.DataSource.Type : Secrets.Hide(data),
        };
        foreach ((string name, string value) in config.Training.Parameters())
        {
            parameters[name] = value;
        }

        return parameters;
    }

    private void Add(Trial trial)
    {
        if (enabled)
        {
            config.AddTrial(trial);
        }
    }
}
