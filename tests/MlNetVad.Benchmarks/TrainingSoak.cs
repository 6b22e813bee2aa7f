using System.Diagnostics;
using Microsoft.ML;
using MlNetVad.Pipelines;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Benchmarks;

/// <summary>Trains a small network for so many steps on the generated scene and prints the process's memory as it goes: it must be flat.</summary>
internal static class TrainingSoak
{
    private const int WarmUp = 2_000;

    public static void Run(int steps)
    {
        var ml = new MLContext(seed: 1);
        var options = new SparseFilteringOptions();
        SparseFeatureFilteringTrainer.Options predictor = options.Predictor;
        (predictor.Epochs, predictor.MaximumSteps, predictor.CheckInterval) = (1_000_000, steps, 1_000);
        (predictor.Network.Height, predictor.Network.Width, predictor.Network.PatchSize) = (32, 48, 16);
        (predictor.Network.Dimension, predictor.Network.MotionDimension, predictor.Network.DecoderDepth, predictor.Network.Reduction) = (16, 16, 2, 4);
        (predictor.Network.RoutedFilters, predictor.Network.ActiveFilters) = (7, 2);
        var memory = new Memory();
        predictor.Progress = memory;
        VideoDataView clips = VideoData.Load(
            ml, VadDataset.Open("synthetic:scene?seed=5&videos=2&frames=200&width=96&height=64&fps=10", VadSplit.Train), SibVad.ClipOptions(options));
        Console.WriteLine("step | steps/s | resident MB | private MB | managed MB");
        SibVad.Create(ml, options).Fit(clips);
        Console.WriteLine($"resident after {WarmUp:N0} steps {memory.AfterWarmUp:0.0} MB, highest later {memory.Highest:0.0} MB ({100 * ((memory.Highest / memory.AfterWarmUp) - 1):+0.0;-0.0} %)");
    }

    private sealed class Memory : IProgress<TrainingProgress>
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public double AfterWarmUp { get; private set; }

        public double Highest { get; private set; }

        public void Report(TrainingProgress value)
        {
            if (value.Step % 1_000 != 0)
            {
                return;
            }

            using var process = Process.GetCurrentProcess();
            double resident = process.WorkingSet64 / 1e6;
            AfterWarmUp = value.Step == WarmUp ? resident : AfterWarmUp;
            Highest = value.Step >= WarmUp ? Math.Max(Highest, resident) : Highest;
            Console.WriteLine($"{value.Step,6} | {value.Step / _clock.Elapsed.TotalSeconds,7:0} | {resident,11:0.0} | {process.PrivateMemorySize64 / 1e6,10:0.0} | {GC.GetTotalMemory(forceFullCollection: false) / 1e6,10:0.0}");
        }
    }
}
