using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Cli.Terminal;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Pipelines.Configuration;
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
internal sealed record TrainedModel(
    string ModelPath, string Dataset, int Videos, long Clips, int Passes, int Seed, double Seconds, IReadOnlyList<string> Parts);

/// <summary>Fits a config's pipeline and saves the model.</summary>
internal static class ModelTraining
{
    /// <summary>Trains with a progress bar.</summary>
    /// <exception cref="VadException">Bad video, or the zip cannot be written.</exception>
    public static TrainedModel Train(
        TrainingConfig config, VideoSource videos, int seed, string modelPath, Screen screen, CancellationToken cancellation)
    {
        if (videos.CountWarning is { } warning)
        {
            screen.Warn(warning);
        }

        var watch = Stopwatch.StartNew();
        MLContext ml = Context.Create(seed, screen);
        NormalModesOptions options = config.Training.NormalModes;
        options.CancellationToken = cancellation;
        IDataView clips = VideoData.Load(ml, videos, NormalModes.ClipOptions(options));
        VideoProgress last = default;
        ITransformer model = WorkProgress.Show(screen, pass => $"Training, pass {pass}", progress =>
        {
            var keep = new Relay(progress, value => last = value.Pass >= last.Pass ? value : last);
            return NormalModes.Create(ml, options).Fit(VideoData.Observe(clips, keep, cancellation));
        });
        VadModel.Save(ml, model, clips.Schema, modelPath);
        string[] parts = [.. VadModel.Load(ml, modelPath).Describe().Select(part => part.Component)];
        return new TrainedModel(modelPath, videos.Name, videos.Videos.Count, last.Done, last.Pass, seed, watch.Elapsed.TotalSeconds, parts);
    }

    private sealed class Relay(IProgress<VideoProgress> next, Action<VideoProgress> look) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value)
        {
            look(value);
            next.Report(value);
        }
    }
}
