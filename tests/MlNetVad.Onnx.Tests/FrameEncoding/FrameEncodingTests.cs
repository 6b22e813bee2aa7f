using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx.FrameEncoding;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Onnx.Tests.FrameEncoding;

public sealed class FrameEncodingTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("tower").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EncodeFrames_WithOrWithoutEmbeddings_KeepsTheEstimatorContract(bool embeddings)
    {
        IDataView clips = Clips(20);
        IDataView without = _ml.Transforms.DropColumns("Clip").Fit(clips).Transform(clips);
        EstimatorContract.Check(_ml, _ml.Transforms.EncodeFrames(Options(embeddings)), clips, without);
    }

    [Fact]
    public void EncodeFrames_OfPicturesOfItsSize_IsWhatTheTowerGives()
    {
        var rand = new Random(4);
        byte[][] frames = [.. Enumerable.Range(0, 8).Select(_ => Picture(rand))];
        IDataView clips = VideoData.Load(_ml, VideoSource.FromFrames("v", frames, new FrameFormat(SmallTower.Height, SmallTower.Width, 3)), new VideoOptions { ClipLength = 5, Channels = 3 });

        IDataView encoded = _ml.Transforms.EncodeFrames(Options(embeddings: true)).Fit(clips).Transform(clips);

        Assert.Equal("Vector<Single, 4, 7, 8>", encoded.Schema["Appearance"].Type.ToString());
        Assert.Equal("Vector<Single, 1, 6, 8>", encoded.Schema["AppearanceEmbedding"].Type.ToString());
        double[][] embedded = [.. frames.Select(SmallTower.Embed)];
        float[][] appearance = [.. encoded.GetColumn<float[]>("Appearance")], skip = [.. encoded.GetColumn<float[]>("AppearanceEmbedding")];
        long[] last = [.. encoded.GetColumn<long>("Frame")];
        Assert.NotEmpty(appearance);
        for (int row = 0; row < appearance.Length; row++)
        {
            int first = (int)last[row] - 4;   // the frame predicted is not encoded
            Near([.. Enumerable.Range(first, 4).SelectMany(f => SmallTower.Finish(embedded[f]))], appearance[row]);
            Near(embedded[first + 3], skip[row]);
        }
    }

    [Fact]
    public void Kernel_OfOverlappingClips_EncodesEachFrameOnceAndForgetsOldOnes()
    {
        var tower = new CountingTower();
        TowerSettings settings = Settings();
        var kernel = new FrameEncodingKernel(tower, settings, new ClipShape(5, 8, 8, 1));
        byte[][] frames = [.. Enumerable.Range(0, 60).Select(i => Enumerable.Repeat((byte)(4 * i), 64).ToArray())];
        for (int start = 0; start + 5 <= frames.Length; start++)
        {
            byte[] clip = [.. frames[start..(start + 5)].SelectMany(f => f)];
            kernel.Clip.Value = new VBuffer<byte>(clip.Length, clip);
            kernel.Compute();
            float[] values = [.. kernel.Hidden.Value.DenseValues()];
            Assert.Equal(Enumerable.Range(start, 4).Select(CountingTower.Mark), values.Chunk(settings.HiddenLength).Select(frame => frame[0]));
            Assert.InRange(kernel.Remembered, 1, 8);
        }

        Assert.Equal([4, .. Enumerable.Repeat(1, 55)], tower.Runs);   // 59 frames: the first clip's four at once, then one a row
    }

    [Fact]
    public void Kernel_OfAFrozenPictureAndAFailure_EncodesThePictureOnceAndTriesAgain()
    {
        var tower = new CountingTower { Fails = true };
        var kernel = new FrameEncodingKernel(tower, Settings(), new ClipShape(5, 8, 8, 1));
        kernel.Clip.Value = new VBuffer<byte>(320, [.. Enumerable.Repeat((byte)40, 320)]);
        Assert.Throws<VadException>(kernel.Compute);
        tower.Fails = false;
        kernel.Compute();
        Assert.Equal([1], tower.Runs);
        Assert.All(kernel.Hidden.Value.DenseValues().Chunk(6), frame => Assert.Equal(CountingTower.Mark(10), frame[0]));
    }

    [Fact]
    public void EncodeFrames_InBatchesOrOneByOne_GivesTheSameTokens()
    {
        IDataView clips = Clips(16);
        float[][] batched = Tokens(_ml.Transforms.EncodeFrames("Appearance", "Clip", new SmallTower().Save(File("many.onnx"))), clips);
        float[][] single = Tokens(_ml.Transforms.EncodeFrames("Appearance", "Clip", new SmallTower { Batch = 1 }.Save(File("one.onnx"))), clips);

        Assert.Equal(12, batched.Length);
        Assert.All(batched.Zip(single), p => Near([.. p.First.Select(v => (double)v)], p.Second));
    }

    [Fact]
    public void EncodeFrames_OfAnOpenSize_TakesTheOptionsOr448()
    {
        string path = new SmallTower { Rows = "h", Columns = "w", Output = "tokens_out", Input = "x" }.Save(File("open.onnx"));
        IDataView clips = Clips(6);
        FrameEncodingTransformer chosen = _ml.Transforms.EncodeFrames(new FrameEncodingEstimator.Options { ModelPath = path, Height = 32, Width = 16, Frames = 2 }).Fit(clips);
        FrameEncodingTransformer usual = _ml.Transforms.EncodeFrames("Appearance", "Clip", path, frames: 1).Fit(clips);
        Assert.Equal((2, 1 + 8, 8), (chosen.Frames, chosen.TokensPerFrame, chosen.TokenWidth));
        Assert.Equal(1 + (56 * 56), usual.TokensPerFrame);
    }

    [Fact]
    public void Save_OfALargeTower_KnowsTheFileByPathAndHash()
    {
        string path = new SmallTower().Save(File("large.onnx"));
        System.IO.File.WriteAllBytes(path + "_data", [1, 2, 3]);   // weights beside the graph: referenced whatever its size
        IDataView clips = Clips(8);
        FrameEncodingTransformer fitted = _ml.Transforms.EncodeFrames("Appearance", "Clip", path).Fit(clips);
        VadModel.Save(_ml, fitted, clips.Schema, File("model.zip"));

        Assert.Equal(Rows(fitted, clips), Rows(VadModel.Load(_ml, File("model.zip")).Transformer, clips));
        Assert.Contains(VadModel.Load(_ml, File("model.zip")).Describe().Single().Settings, s => s.Value.Contains($"at {path}", StringComparison.Ordinal));

        System.IO.File.Move(path, path + ".away");
        Assert.Contains("The model needs 'large.onnx'", Assert.ThrowsAny<Exception>(() => VadModel.Load(_ml, File("model.zip"))).Message, StringComparison.Ordinal);
    }

    private static void Near(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => Assert.InRange(Math.Abs(p.First - p.Second), 0, 1e-4));
    }

    private static float[][] Tokens(FrameEncodingEstimator encoder, IDataView clips) => [.. encoder.Fit(clips).Transform(clips).GetColumn<float[]>("Appearance")];

    private static string[] Rows(ITransformer model, IDataView clips) => RowDump.Of(model.Transform(clips));

    private static byte[] Picture(Random rand)
    {
        byte[] picture = new byte[SmallTower.Height * SmallTower.Width * 3];
        rand.NextBytes(picture);
        return picture;
    }

    private static TowerSettings Settings() => new()
    {
        Clip = "Clip",
        Output = "Appearance",
        EmbeddingColumn = "",
        NetworkInput = "",
        NetworkOutput = "",
        EmbeddingOutput = null,
        Frames = 4,
        EmbeddingFrames = 1,
        Height = 8,
        Width = 8,
        IsBatched = true,
        Mean = [0, 0, 0],
        Std = [1, 1, 1],
        Tokens = 2,
        Dimension = 3,
    };

    private VideoDataView Clips(int frames) => VideoData.Load(
        _ml, VadDataset.Open($"synthetic:scene?seed=1&videos=1&frames={frames}&width=96&height=64", VadSplit.Train), new VideoOptions { ClipLength = 5 });

    private FrameEncodingEstimator.Options Options(bool embeddings) => new()
    {
        ModelPath = new SmallTower { HasEmbeddings = embeddings }.Save(File("tower.onnx")),
        EmbeddingOutputName = embeddings ? "patches" : null,
    };

    private string File(string name) => Path.Combine(_folder, name);

    /// <summary>Marks a frame with its brightness, and remembers how many came at once.</summary>
    private sealed class CountingTower : IVisionTower
    {
        public List<int> Runs { get; } = [];

        public bool Fails { get; set; }

        public static float Mark(int brightness) => (float)(4 * brightness / 255.0);

        public void Encode(Memory<float> pictures, IReadOnlyList<EncodedFrame> frames)
        {
            if (Fails)
            {
                throw new VadException("no");
            }

            Runs.Add(frames.Count);
            Assert.Equal(frames.Count * 3 * 64, pictures.Length);
            for (int i = 0; i < frames.Count; i++)
            {
                frames[i].Hidden.AsSpan().Fill(pictures.Span[i * 3 * 64]);
            }
        }
    }
}
