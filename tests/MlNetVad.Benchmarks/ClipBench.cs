using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Torch.Networks.Clip;
using MlNetVad.Torch.Weights;
using static TorchSharp.torch;

namespace MlNetVad.Benchmarks;

/// <summary>Object clips through CLIP's image tower, of random weights in a file: the paper's ViT-B/16, and a ViT-tiny. What loading takes, and how many objects go through.</summary>
internal static class ClipBench
{
    private const int Frames = 9;

    public static void Run(bool tiny)
    {
        ClipOptions sizes = tiny
            ? new ClipOptions { ImageSize = 96, Vision = new(12, 192, 3, 768), Text = new(2, 64, 1, 128) }
            : new ClipOptions();
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            Write(sizes, path);
            Console.WriteLine($"{(tiny ? "ViT-tiny/16" : "ViT-B/16")}, {sizes.ImageSize} px, {new FileInfo(path).Length / 1e6:0} MB; memory before {PeakMemory.Megabytes():0} MB at most");
            var ml = new MLContext(seed: 1);
            IDataView clips = Clips(ml, sizes.ImageSize, rows: tiny ? 12 : 3, objects: tiny ? 10 : 2);
            var clock = Stopwatch.StartNew();
            ITransformer model = ml.Transforms.EncodeObjectClips("ObjectFrames", "ObjectClips", path).Fit(clips);
            Console.WriteLine($"loaded and hashed in {clock.Elapsed.TotalSeconds:0.0} s");
            int warm = Numbers(model, ml.Data.TakeRows(clips, 1));
            clock.Restart();
            int numbers = Numbers(model, clips);
            double objects = (double)numbers / Frames / sizes.EmbeddingWidth;
            Console.WriteLine($"{objects / clock.Elapsed.TotalSeconds:0.0} objects of {Frames} frames a second ({objects:0} objects, {warm / sizes.EmbeddingWidth} pictures before); peak memory {PeakMemory.Megabytes():0} MB");
        }
        finally
        {
            File.Delete(path);
        }
    }

    // in a scope of its own: what wrote the file is gone before it is read
    private static void Write(ClipOptions sizes, string path)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new ClipNetwork(sizes);
        using (no_grad())
        {
            foreach (TorchSharp.Modules.Parameter parameter in network.parameters())
            {
                parameter.normal_(0, 0.02);
            }
        }

        ModuleWeights.Save(network, path);
    }

    private static int Numbers(ITransformer model, IDataView clips) => model.Transform(clips).GetColumn<float[]>("ObjectFrames").Sum(row => row.Length);

    private static IDataView Clips(MLContext ml, int side, int rows, int objects)
    {
        var random = new Random(3);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.ObjectClips)].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 0, Frames, 3, side, side);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(_ => new Row { ObjectClips = Bytes(random, objects * Frames * 3 * side * side) }), schema);
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private sealed class Row
    {
        public byte[] ObjectClips { get; set; } = [];
    }
}
