using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Tests.Persistence;

/// <summary>Models that are given other clips than they were fitted to, loaded by <see cref="VadModel.Load"/> and by <c>mlContext.Model.Load</c>.</summary>
public sealed class PlainLoadTests : IDisposable
{
    private const int Width = 120, Height = 90, Frames = 30;

    private const string Remedy =
        "but the model was fitted to clips of 5 frames of 120 × 90 with 1 channel; set ClipLength, Height, Width and Channels of VideoOptions to these, as VadModel.ClipOptions() does.";

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad-plain-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(5, Width, Height, 1, "clips of 5 frames of 90 × 120 with 1 channel")]
    [InlineData(5, 30, 40, 1, "clips of 5 frames of 40 × 30 with 1 channel")]
    [InlineData(7, Height, Width, 1, "clips of 7 frames of 120 × 90 with 1 channel")]
    [InlineData(5, Height, Width, 3, "clips of 5 frames of 120 × 90 with 3 channels")]
    [InlineData(15, 30, Width, 1, "clips of 15 frames of 120 × 30 with 1 channel")]
    public void VadModelLoad_ClipsOfOtherDimensions_AreRefused(int length, int height, int width, int channels, string found) => Assert.Equal(
        $"Column 'Clip' has {found}, {Remedy}",
        Refusal(VadModel.Load(_ml, Save()).Transformer, Clips(length, height, width, channels)));

    [Theory]
    [InlineData(5, 30, 40, 1, 6000)]
    [InlineData(7, Height, Width, 1, 75600)]
    [InlineData(5, Height, Width, 3, 162000)]
    public void ModelLoad_ClipsOfOtherDimensions_AreRefusedWithTheSameRemedy(int length, int height, int width, int channels, int bytes) => Assert.Equal(
        $"Column 'Clip' has clips of {bytes} bytes, {Remedy}",
        Refusal(_ml.Model.Load(Save(), out _), Clips(length, height, width, channels)));

    /// <summary>
    /// A known limit (docs/reliability.md): every step of a model that ML.NET loads is ML.NET's own, so that no code of this library sees
    /// a schema, and rows have numbers only. Should this fail one day, ML.NET tells more: refuse such clips and mend that page.
    /// </summary>
    [Fact]
    public void ModelLoad_WidthAndHeightSwapped_CannotBeToldApart()
    {
        ITransformer plain = _ml.Model.Load(Save(), out _);

        Assert.All(Steps(plain), step => Assert.StartsWith("Microsoft.ML", step.GetType().Assembly.GetName().Name, StringComparison.Ordinal));
        Assert.Null(Record.Exception(() => Features(plain, Clips(height: Width, width: Height))));
    }

    [Fact]
    public void Load_ClipsFromMemoryOfAnotherLength_AreRefusedInASentence()
    {
        ITransformer plain = _ml.Model.Load(Save(), out _);
        IDataView rows = _ml.Data.LoadFromEnumerable([new SmallClip { Clip = new byte[60] }]);

        Assert.StartsWith("Column 'Clip' has clips of 60 bytes, but the model was fitted to clips of 5 frames of 120 × 90", Refusal(plain, rows), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RightClips_ScoreAlikeBothWays()
    {
        string path = Save();
        IDataView clips = Clips();

        Assert.Equal(Features(VadModel.Load(_ml, path).Transformer, clips), Features(_ml.Model.Load(path, out _), clips));
        Assert.Equal(Features(_ml.Model.Load(path, out _), clips), Features(_ml.Model.Load(path, out _), _ml.Data.Cache(clips)));
    }

    [Fact]
    public void Load_ModelSavedWithoutSchema_KnowsItsClips()
    {
        string path = Path.Combine(_folder, "null.zip");
        _ml.Model.Save(Fit(), null, path);

        VideoOptions clips = VadModel.Load(_ml, path).ClipOptions();

        Assert.Equal((5, Height, Width, 1, ClipTarget.Middle), (clips.ClipLength, clips.Height, clips.Width, clips.Channels, clips.Target));
    }

    private string Save()
    {
        string path = Path.Combine(_folder, "model.zip");
        VadModel.Save(_ml, Fit(), Clips().Schema, path);
        return path;
    }

    private TransformerChain<MotionFeaturesTransformer> Fit() => _ml.Transforms
        .DetectForegroundObjects(new ForegroundObjectsEstimator.Options { Target = ClipTarget.Middle })
        .Append(_ml.Transforms.MotionFeatures("ObjectFeatures", target: ClipTarget.Middle))
        .Fit(Clips());

    private VideoDataView Clips(int length = 5, int height = Height, int width = Width, int channels = 1)
    {
        var random = new Random(1);
        byte[][] frames = [.. Enumerable.Range(0, Frames).Select(_ => new byte[height * width * channels])];
        Array.ForEach(frames, random.NextBytes);
        VideoSource video = VideoSource.FromFrames("noise", frames, new FrameFormat(height, width, channels));
        return VideoData.Load(_ml, video, new VideoOptions { ClipLength = length, Channels = channels, Target = ClipTarget.Middle });
    }

    private static IEnumerable<ITransformer> Steps(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Steps) : [model];

    private static float[][] Features(ITransformer model, IDataView clips) =>
        [.. model.Transform(clips).GetColumn<VBuffer<float>>("ObjectFeatures").Select(f => f.DenseValues().ToArray())];

    private static string Refusal(ITransformer model, IDataView clips)
    {
        Exception? error = Record.Exception(() => Features(model, clips));
        while (error is not null and not VadException)
        {
            error = error.InnerException;
        }

        return Assert.IsType<VadException>(error).Message;
    }

    private sealed class SmallClip
    {
        [VectorType(5, 3, 4, 1)]
        public byte[] Clip { get; set; } = [];
    }
}
