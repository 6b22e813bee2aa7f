using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Benchmarks;

/// <summary>
/// Scores an hour of generated video (90,000 frames at 25 frames a second) in one pass and prints the process's memory as
/// it goes: it must be flat after the first minute of video.
/// </summary>
internal static class Soak
{
    private const int FramesAMinute = 25 * 60;

    public static void Run(int frames)
    {
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions();
        VideoSource source = VadDataset.Open("synthetic:scene?seed=1", VadSplit.Train);
        VideoDataView clips = VideoData.Load(ml, source, NormalModes.ClipOptions(options, source));
        string path = Path.Combine(Path.GetTempPath(), $"mlnetvad-soak-{Environment.ProcessId}.zip");
        VadModel.Save(ml, NormalModes.Create(ml, options).Fit(clips), clips.Schema, path);
        VadModel model = VadModel.Load(ml, path);
        File.Delete(path);

        Console.WriteLine("minute of video | frames/s | resident MB | managed MB | peak MB");
        var clock = Stopwatch.StartNew();
        double afterFirst = 0;
        double highest = 0;
        long done = 0;
        foreach (FrameScore _ in new VideoScorer(ml, model).Score(VadDataset.Open($"synthetic:scene?seed=2&videos=1&frames={frames}", VadSplit.Test)))
        {
            if (++done % FramesAMinute == 0)
            {
                using var process = Process.GetCurrentProcess();
                double resident = process.WorkingSet64 / 1e6;
                afterFirst = done == FramesAMinute ? resident : afterFirst;
                highest = Math.Max(highest, resident);
                if (done % (5 * FramesAMinute) == 0 || done == FramesAMinute)
                {
                    Console.WriteLine($"{done / FramesAMinute,15} | {done / clock.Elapsed.TotalSeconds,8:0} | {resident,11:0.0} | {GC.GetTotalMemory(forceFullCollection: false) / 1e6,10:0.0} | {process.PeakWorkingSet64 / 1e6,7:0.0}");
                }
            }
        }

        Console.WriteLine($"{done} frames; resident after the first minute {afterFirst:0.0} MB, highest later {highest:0.0} MB ({100 * ((highest / afterFirst) - 1):+0.0;-0.0} %)");
    }
}
