using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Scoring;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;

namespace MlNetVad.Cli.Commands;

/// <summary>What a training run gave.</summary>
/// <param name="ModelPath">The zip.</param>
/// <param name="Dataset">What it was trained on.</param>
/// <param name="Videos">Its videos.</param>
/// <param name="Clips">Its clips.</param>
/// <param name="Passes">Passes over the video.</param>
/// <param name="Seed">The seed in force.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Parts">The model's parts in the order in which they run.</param>
/// <param name="WouldNotice">What it would notice of anomalies made of its training video; null where its pipeline does not try that.</param>
/// <param name="Network">The last that was heard of a network's training; null where none was trained.</param>
/// <param name="Stopped">Whether the user ended it early: the model is the best until then.</param>
internal sealed record TrainedModel(
    string ModelPath,
    string Dataset,
    int Videos,
    long Clips,
    int Passes,
    int Seed,
    double Seconds,
    IReadOnlyList<string> Parts,
    MadeAnomalyTrial? WouldNotice,
    TrainingProgress? Network,
    bool Stopped);

/// <summary>Fits a config's pipeline and saves the model.</summary>
internal static class ModelTraining
{
    /// <summary>Trains with a progress bar.</summary>
    /// <param name="config">Which pipeline, with which options.</param>
    /// <param name="create">Makes the pipeline, once the options have been fitted to the videos.</param>
    /// <param name="videos">What to train on.</param>
    /// <param name="seed">The seed in force.</param>
    /// <param name="modelPath">The zip to write.</param>
    /// <param name="run">Checkpoint and cancellation.</param>
    /// <param name="screen">Where progress is shown.</param>
    /// <param name="withPictures">Whether the model keeps small pictures of normal life.</param>
    /// <exception cref="VadException">Bad video, or the zip cannot be written.</exception>
    public static TrainedModel Train(
        TrainingConfig config, Func<MLContext, IEstimator<ITransformer>> create, VideoSource videos, int seed, string modelPath, TrainingRun run, Screen screen, bool withPictures)
    {
        if (videos.CountWarning is { } warning)
        {
            screen.Warn(warning);
        }

        var watch = Stopwatch.StartNew();
        MLContext ml = Context.Create(seed, screen);
        var seen = new Seen();
        (ITransformer model, IDataView clips, TrainingRecord record, VideoProgress fit) = WorkProgress.Show(screen, pass => $"Training, pass {pass}", progress =>
        {
            seen.Next = progress;
            config.Training.Options.Begin(run with { Progress = seen });
            IDataView view = VideoData.Load(ml, videos, config.Training.ClipOptions(videos));
            TrainingRecord trainedOn = TrainingRecord.Of(videos, seed, run.CancellationToken);
            IDataView watched = VideoData.Observe(view, seen, run.CancellationToken);
            ITransformer fitted = create(ml).Fit(watched);
            VideoProgress asFitted = seen.Video;
            return (fitted, view, withPictures && !run.CancellationToken.IsCancellationRequested ? trainedOn.WithPictures(ml, fitted, watched, run.CancellationToken) : trainedOn, asFitted);
        });
        VadModel.Save(ml, model, clips.Schema, modelPath, record);
        var saved = VadModel.Load(ml, modelPath);
        return new TrainedModel(
            modelPath,
            videos.Name,
            videos.Videos.Count,
            fit.Done,
            fit.Pass,
            seed,
            watch.Elapsed.TotalSeconds,
            [.. saved.Describe().Select(part => part.Component)],
            saved.Training?.WouldNotice,
            seen.Network,
            run.CancellationToken.IsCancellationRequested);
    }

    /// <summary>Passes everything on and remembers the last.</summary>
    private sealed class Seen : IWorkProgress
    {
        public IWorkProgress? Next { get; set; }

        public VideoProgress Video { get; private set; }

        public TrainingProgress? Network { get; private set; }

        public void Report(VideoProgress value)
        {
            Video = value.Pass >= Video.Pass ? value : Video;
            Next?.Report(value);
        }

        public void Report(TrainingProgress value)
        {
            Network = value;
            Next?.Report(value);
        }
    }
}
