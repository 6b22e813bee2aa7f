using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Benchmarks;

/// <summary>Frames a second from JPEG file to score on UCSD Ped2, by stage; the second of two runs, the first warms up.</summary>
internal static class Throughput
{
    public static void Run(string? folder)
    {
        folder ??= Environment.GetEnvironmentVariable("MLNETVAD_DATA") is { Length: > 0 } data
            ? Path.Combine(data, "ped2")
            : Path.Combine("..", "shared", "data", "ped2");
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions();
        VideoSource source = VadDataset.Open(folder, VadSplit.Train);
        VideoDataView clips = VideoData.Load(ml, source, NormalModes.ClipOptions(options, source));
        string path = Path.Combine(Path.GetTempPath(), $"mlnetvad-throughput-{Environment.ProcessId}.zip");
        VadModel.Save(ml, NormalModes.Create(ml, options).Fit(clips), clips.Schema, path);
        VadModel model = VadModel.Load(ml, path);
        File.Delete(path);

        for (int run = 1; run <= 2; run++)
        {
            var scorer = new VideoScorer(ml, model);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            int frames = scorer.Score(VadDataset.Open(folder, VadSplit.Test)).Count();
            string stages = string.Join(", ", scorer.Timing.Select(t => $"{t.Key} {t.Value:0.00}"));
            Console.WriteLine($"run {run}: {frames / clock.Elapsed.TotalSeconds:0.0} frames/s from file to score ({frames} frames); ms a frame: {stages}");
        }
    }
}
