using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Pretrained;
using MlNetVad.Torch.Trainers;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Benchmarks;

/// <summary>
/// How well action features learn: clips that were not trained on, beside chance, a linear probe on the frozen encoder's mean, and the
/// clips' motion energy alone.
/// </summary>
internal static class ActionBench
{
    private const int Frames = 9;

    public static void Run(string train, string test, int size, bool masked, string[] classes)
    {
        var ml = new MLContext(seed: 1);
        var clock = Stopwatch.StartNew();
        IDataView known = Encode(ml, train, size, masked, classes), unknown = Encode(ml, test, size, masked, classes);
        string[] truth = [.. unknown.GetColumn<string>("Action")];
        Console.WriteLine($"{Count(known)} and {truth.Length} clips encoded at {size} px in {clock.Elapsed.TotalSeconds:0.0} s");
        clock.Restart();
        ml.Log += (_, e) =>
        {
            if (e.Source.StartsWith("ActionFeatures", StringComparison.Ordinal) && e.RawMessage.StartsWith("pass", StringComparison.Ordinal))
            {
                Console.Error.WriteLine(e.RawMessage);
            }
        };
        ActionFeatureTransformer model = ml.AnomalyDetection.Trainers.ActionFeatures(ml, new ActionFeatureTrainer.Options { SubtractMean = true }).Fit(known);
        Console.WriteLine($"trained in {clock.Elapsed.TotalSeconds:0.0} s");
        float[][] cosines = [.. model.Transform(unknown).GetColumn<float[]>("ActionFeaturesResponses")];
        Print("action features", model.Actions, cosines, truth);
        Print("linear probe, mean of frames", ml, known, unknown, "Mean", truth);
        Print("motion energy alone", ml, known, unknown, "Energy", truth);
        Console.WriteLine($"| chance | {truth.GroupBy(t => t).Max(g => (double)g.Count()) / truth.Length:P1} (most frequent) | .500 |");
        AnomalousActions.Print(ml, known, unknown);
    }

    private static IDataView Encode(MLContext ml, string path, int size, bool masked, string[] classes)
    {
        IDataView clips = ActionClips.Load(ml, path, Frames);
        IDataView cropped = ml.Transforms.CropObjects(new ObjectClipsEstimator.Options { Frames = Frames, Size = size, Target = ClipTarget.Middle, FramesPerTurn = 4 }).Fit(clips).Transform(clips);
        IDataView seen = masked ? StillPixels.Remove(ml, cropped, Frames) : cropped;
        IDataView encoded = ml.Transforms.EncodeObjectClips("ObjectFrames").Fit(seen).Transform(seen);
        var rows = new List<Encoded>();
        foreach (Source row in ml.Data.CreateEnumerable<Source>(encoded, reuseRowObject: true))
        {
            if (row.ObjectFrames.Length > 0 && (classes.Length == 0 || classes.Contains(row.Action.ToString())))
            {
                rows.Add(new Encoded
                {
                    ObjectFrames = Copy(row.ObjectFrames),
                    ObjectClipsBoxes = Copy(row.ObjectClipsBoxes),
                    Video = row.Video.ToString(),
                    Frame = row.Frame,
                    Action = row.Action.ToString(),
                    Mean = Mean(row.ObjectFrames),
                    Energy = Energy(row.ObjectClips.GetValues()),
                });
            }
        }

        var shape = SchemaDefinition.Create(typeof(Encoded));
        shape[nameof(Encoded.ObjectFrames)].ColumnType = encoded.Schema["ObjectFrames"].Type;
        shape[nameof(Encoded.ObjectClipsBoxes)].ColumnType = encoded.Schema["ObjectClipsBoxes"].Type;
        shape[nameof(Encoded.Mean)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 512);
        shape[nameof(Encoded.Energy)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 2);
        IDataView all = ml.Data.LoadFromEnumerable(rows, shape);
        return ml.Transforms.EmbedText("ActionText", "Action", PretrainedText.MiniLM).Fit(all).Transform(all);
    }

    private static VBuffer<float> Copy(VBuffer<float> from) => new(from.Length, [.. from.DenseValues()]);

    private static VBuffer<float> Mean(VBuffer<float> frames)
    {
        var mean = new float[512];
        int i = 0;
        foreach (float value in frames.DenseValues())
        {
            mean[i++ % 512] += value / Frames;
        }

        return new VBuffer<float>(512, mean);
    }

    // mean difference from frame to frame, and its deviation over time
    private static VBuffer<float> Energy(ReadOnlySpan<byte> clip)
    {
        int length = clip.Length / Frames;
        var energies = new double[Frames - 1];
        for (int f = 1; f < Frames; f++)
        {
            for (int i = 0; i < length; i++)
            {
                energies[f - 1] += Math.Abs(clip[(f * length) + i] - clip[((f - 1) * length) + i]) / (double)length;
            }
        }

        double mean = energies.Average();
        return new VBuffer<float>(2, [(float)mean, (float)Math.Sqrt(energies.Average(e => (e - mean) * (e - mean)))]);
    }

    private static void Print(string name, MLContext ml, IDataView train, IDataView test, string column, string[] truth)
    {
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", "Action")
            .Append(ml.Transforms.NormalizeMeanVariance(column))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", column))
            .Fit(train);
        IDataView scored = model.Transform(test);
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        Print(name, [.. names.DenseValues().Select(n => n.ToString())], [.. scored.GetColumn<float[]>("Score")], truth);
    }

    private static void Print(string name, IReadOnlyList<string> actions, float[][] scores, string[] truth)
    {
        double right = scores.Select((s, i) => actions[Array.IndexOf(s, s.Max())] == truth[i] ? 1 : 0).Average();
        double auc = Enumerable.Range(0, actions.Count).Average(a => Auc([.. scores.Select((s, i) => (s[a], truth[i] == actions[a]))]));
        Console.WriteLine($"| {name} | {right:P1} | {auc:0.000} |");
    }

    // one action against the others
    internal static double Auc((float Score, bool Is)[] rows)
    {
        double above = 0, pairs = 0;
        foreach ((float score, _) in rows.Where(r => r.Is))
        {
            foreach ((float other, _) in rows.Where(r => !r.Is))
            {
                above += score > other ? 1 : score == other ? 0.5 : 0;
                pairs++;
            }
        }

        return above / pairs;
    }

    private static int Count(IDataView rows) => rows.GetColumn<string>("Action").Count();

    private sealed class Source
    {
        public VBuffer<float> ObjectFrames { get; set; }

        public VBuffer<byte> ObjectClips { get; set; }

        public VBuffer<float> ObjectClipsBoxes { get; set; }

        public ReadOnlyMemory<char> Video { get; set; }

        public long Frame { get; set; }

        public ReadOnlyMemory<char> Action { get; set; }
    }

    private sealed class Encoded
    {
        public VBuffer<float> ObjectFrames { get; set; }

        public VBuffer<float> ObjectClipsBoxes { get; set; }

        public string Video { get; set; } = "";

        public long Frame { get; set; }

        public string Action { get; set; } = "";

        public VBuffer<float> Mean { get; set; }

        public VBuffer<float> Energy { get; set; }
    }
}
