using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Pretrained;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Benchmarks;

/// <summary>Sentences, crops and frames a second of the encoders whose weights come with packages, through the data views that a pipeline reads: medians of rounds.</summary>
internal static class EncoderBench
{
    private const int Rounds = 5;

    private static readonly string[] Words = ["a person walks slowly to the left", "a large cyclist rides fast to the right", "two people stand still in the middle", "a cart goes up the picture"];

    /// <summary>Measures.</summary>
    /// <param name="only">One of <c>sentences</c>, <c>frames</c> and <c>crops</c>, whose memory is then the process's; null for all three.</param>
    public static void Run(string? only)
    {
        var ml = new MLContext(seed: 1);
        if (only is null or "sentences")
        {
            IDataView sentences = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(i => new Sentence { Caption = $"{Words[i % 4]}, {i}" }));
            Measure("MiniLM, sentences", ml.Transforms.EmbedText("Semantic", "Caption", PretrainedText.MiniLM), sentences, "Semantic", 400);
        }

        VideoSource scene = VadDataset.Open("synthetic:scene?videos=1&frames=60&width=360&height=240&fps=10", VadSplit.Test);
        IDataView clips = VideoData.Load(ml, scene, new VideoOptions { ClipLength = 1 });
        if (only is null or "frames")
        {
            Measure("ResNet18, frames", ml.Transforms.EncodeAppearance("Appearance", "Clip"), clips, "Appearance", 60);
        }

        if (only is null or "crops")
        {
            IDataView objects = ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(clips).Transform(clips);
            int crops = objects.GetColumn<float[]>("Objects").Sum(o => o.Length / 6);
            Measure("ResNet18, crops", ml.Transforms.EncodeObjects("Looks", "Clip", "Objects"), objects, "Looks", crops);
        }

        Console.WriteLine($"peak memory {PeakMemory.Megabytes():0} MB");
    }

    private static void Measure(string what, IEstimator<ITransformer> encoder, IDataView data, string column, int count)
    {
        IDataView encoded = encoder.Fit(data).Transform(data);
        double[] rates = new double[Rounds];
        for (int round = -1; round < Rounds; round++)   // one to warm up
        {
            long start = Stopwatch.GetTimestamp();
            int rows = encoded.GetColumn<float[]>(column).Count();
            if (round >= 0)
            {
                rates[round] = rows > 0 ? count / Stopwatch.GetElapsedTime(start).TotalSeconds : 0;
            }
        }

        Array.Sort(rates);
        Console.WriteLine($"{what}: {rates[Rounds / 2]:0} a second ({rates[0]:0} to {rates[^1]:0})");
    }

    private sealed class Sentence
    {
        public string Caption { get; set; } = "";
    }
}
