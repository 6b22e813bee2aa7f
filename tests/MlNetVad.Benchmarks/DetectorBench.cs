using System.Diagnostics;
using MlNetVad.Onnx;
using MlNetVad.Onnx.DetectObjects;
using MlNetVad.Video;

namespace MlNetVad.Benchmarks;

/// <summary>Pictures a second of a YOLOX detector at batch 1, and the share of resizing before and decoding after the network: medians of rounds.</summary>
internal static class DetectorBench
{
    private const int Rounds = 7, Pictures = 60;

    /// <summary>Measures.</summary>
    /// <param name="arguments">The network and the picture; without them, YOLOX-nano and the dog of the shared data.</param>
    public static void Run(string[] arguments)
    {
        string data = Environment.GetEnvironmentVariable("MLNETVAD_DATA") is { Length: > 0 } named ? named : Path.Combine("..", "shared", "data");
        string network = arguments.Length > 0 ? arguments[0] : Path.Combine(data, "models", "yolox_nano.onnx");
        string picture = arguments.Length > 1 ? arguments[1] : Path.Combine(data, "images", "dog.jpg");
        var options = new ObjectDetectionEstimator.Options { ModelPath = network };
        var opened = DetectorNetwork.Open(Persistence.ModelFile.Open(network, "the detector"), NetworkOptions.Of(options));
        using FrameReader reader = VideoSource.FromPictures(picture).Videos[0].OpenFrames(new FrameFormat(0, 0, 3));
        byte[] frame = new byte[reader.Format.FrameBytes];
        reader.Read(frame);
        var detector = new FrameDetector(
            opened, DetectorSettings.Of(options, NetworkOptions.Of(options), opened), reader.Format.Height, reader.Format.Width, reader.Format.Channels);

        int objects = detector.Detect(frame).Count;
        var rounds = new List<(double Before, double Network, double After)>();
        (long Before, long Network, long After) fastest = (long.MaxValue, long.MaxValue, long.MaxValue);
        long allocated = 0;
        for (int round = -1; round < Rounds; round++)   // one to warm up
        {
            (long before, long run, long after) = (0, 0, 0);
            allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Pictures; i++)
            {
                long start = Stopwatch.GetTimestamp();
                detector.Prepare(frame, 0);
                long prepared = Stopwatch.GetTimestamp();
                using DetectorOutput output = detector.Infer();
                long inferred = Stopwatch.GetTimestamp();
                detector.Begin();
                detector.Collect(output.Values, 0);
                detector.Finish();
                long done = Stopwatch.GetTimestamp();
                fastest = (Math.Min(fastest.Before, prepared - start), Math.Min(fastest.Network, inferred - prepared), Math.Min(fastest.After, done - inferred));
                (before, run, after) = (before + prepared - start, run + inferred - prepared, after + done - inferred);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (round >= 0)
            {
                rounds.Add((Milliseconds(before), Milliseconds(run), Milliseconds(after)));
            }
        }

        (double beforeMs, double runMs, double afterMs) = (Median(rounds.Select(r => r.Before)), Median(rounds.Select(r => r.Network)), Median(rounds.Select(r => r.After)));
        double total = beforeMs + runMs + afterMs;
        Console.WriteLine($"{Path.GetFileName(network)}, {opened.Width} × {opened.Height}, batch 1; {Path.GetFileName(picture)}, {reader.Format.Width} × {reader.Format.Height}, {objects} objects; {Environment.ProcessorCount} cores");
        Console.WriteLine($"{1000 / total:0.0} pictures/s; ms a picture: resize {beforeMs:0.00}, network {runMs:0.00}, decode and suppress {afterMs:0.000}; before and after the network {100 * (beforeMs + afterMs) / total:0.0} %");
        (double fastBefore, double fastRun, double fastAfter) = (Pictures * Milliseconds(fastest.Before), Pictures * Milliseconds(fastest.Network), Pictures * Milliseconds(fastest.After));
        Console.WriteLine($"fastest of each, ms, which a busy machine changes least: resize {fastBefore:0.00}, network {fastRun:0.00}, decode and suppress {fastAfter:0.000}; together {1000 / (fastBefore + fastRun + fastAfter):0.0} pictures/s, before and after the network {100 * (fastBefore + fastAfter) / (fastBefore + fastRun + fastAfter):0.0} %");
        Console.WriteLine($"managed memory allocated: {allocated / Pictures:N0} bytes a picture; rounds, pictures/s: {string.Join(", ", rounds.Select(r => $"{1000 / (r.Before + r.Network + r.After):0.0}"))}");
    }

    private static double Milliseconds(long ticks) => 1000.0 * ticks / Stopwatch.Frequency / Pictures;

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
