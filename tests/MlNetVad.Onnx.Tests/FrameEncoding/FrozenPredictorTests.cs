using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Onnx.Tests.FrameEncoding;

/// <summary>A vision tower in front of the papers' network, small: trained, scored, saved and loaded together.</summary>
public sealed class FrozenPredictorTests : IDisposable
{
    private const string FolderVariable = "MLNETVAD_TEST_FOLDER";
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("frozen").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FitSaveLoad_OnATower_LearnsAndGivesTheSameScores(bool embeddings)
    {
        IDataView clips = Clips(_ml);
        var losses = new List<double>();
        ITransformer fitted = Pipeline(embeddings, 60, losses.Add).Fit(clips);
        int[] expected = Scores(fitted, clips);
        VadModel.Save(_ml, fitted, clips.Schema, Path.Combine(_folder, "model.zip"));

        double[] finite = [.. losses.Where(double.IsFinite)];
        Assert.True(finite[^1] < finite[0], $"{finite[0]} to {finite[^1]}");
        Assert.All(expected, bits => Assert.True(float.IsFinite(BitConverter.Int32BitsToSingle(bits))));
        Assert.NotEmpty(expected.Distinct().Skip(expected.Length / 2));
        Assert.Equal(expected, Scores(_ml.Model.Load(Path.Combine(_folder, "model.zip"), out _), clips));
        VadModel own = VadModel.Load(_ml, Path.Combine(_folder, "model.zip"));
        Assert.Equal([typeof(FrameEncodingTransformer), typeof(SparseFeatureFilteringTransformer)], own.Parts.Select(p => p.GetType()));
        Assert.Equal(expected, Scores(own.Transformer, clips));
        Assert.Contains(own.Describe().SelectMany(p => p.Settings), s => s.Value.Contains(embeddings ? "skip of the patch embeddings" : "skip of the last hidden states", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_InAFreshProcess_GivesTheSameScores()
    {
        IDataView clips = Clips(_ml);
        ITransformer fitted = Pipeline(embeddings: true, 6).Fit(clips);
        _ml.Model.Save(fitted, clips.Schema, Path.Combine(_folder, "model.zip"));

        var start = new ProcessStartInfo("dotnet", [typeof(FrozenPredictorTests).Assembly.Location, "-noLogo", "-noColor", "-explicit", "only", "-method", $"*.{nameof(ScoreInThisProcess)}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = _folder },
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, output);
        Assert.Equal(Scores(fitted, clips), File.ReadLines(Path.Combine(_folder, "scores.txt")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)));
    }

    /// <summary>The other process of the test above: nothing there has touched the components before the model is loaded.</summary>
    [Fact(Explicit = true)]
    public void ScoreInThisProcess()
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException("run by another test");
        ITransformer model = _ml.Model.Load(Path.Combine(folder, "model.zip"), out _);
        File.WriteAllLines(Path.Combine(folder, "scores.txt"), Scores(model, Clips(_ml)).Select(bits => bits.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Fit_NetworkOfOtherPatches_SaysWhichPictureFits()
    {
        PredictorOptions network = Network();
        network.Width = 16;
        VadException error = Assert.Throws<VadException>(() => Pipeline(embeddings: false, 1, network: network).Fit(Clips(_ml)));
        Assert.Contains("a class token and 6 patches; the network's picture of 16 x 16 px has 4 patches of 8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PaperProfile_HasThePatchesOfItsTower()
    {
        PredictorOptions paper = PredictorOptions.Paper();
        Assert.Equal((1024, 1024, 4, 1), (paper.Patches, paper.AppearanceTokenWidth, paper.InputFrames, paper.SkipFrames));
    }

    private static PredictorOptions Network()
    {
        PredictorOptions paper = PredictorOptions.Paper();
        (paper.Height, paper.Width, paper.PatchSize, paper.AppearanceTokenWidth) = (SmallTower.Height, SmallTower.Width, SmallTower.Patch, SmallTower.Dimension);
        (paper.Dimension, paper.MotionDimension, paper.MotionDepth, paper.FusionDepth, paper.DecoderDepth) = (16, 16, 1, 1, 2);
        (paper.RoutedFilters, paper.ActiveFilters, paper.Reduction, paper.HeadChannels) = (7, 2, 4, 2);
        return paper;
    }

    private static VideoDataView Clips(MLContext ml) => VideoData.Load(
        ml, VadDataset.Open("synthetic:scene?seed=1&videos=1&frames=40&width=96&height=64", VadSplit.Train), new VideoOptions { ClipLength = 5, Channels = 3 });

    private static int[] Scores(ITransformer model, IDataView clips) =>
        [.. model.Transform(clips).GetColumn<float>("Score").Select(BitConverter.SingleToInt32Bits)];

    private EstimatorChain<SparseFeatureFilteringTransformer> Pipeline(bool embeddings, int steps, Action<double>? hear = null, PredictorOptions? network = null) =>
        _ml.Transforms.EncodeFrames(new FrameEncodingEstimator.Options
        {
            ModelPath = new SmallTower { HasEmbeddings = embeddings }.Save(Path.Combine(_folder, "tower.onnx")),
            EmbeddingOutputName = embeddings ? "patches" : null,
        }).Append(_ml.AnomalyDetection.Trainers.SparseFeatureFiltering(_ml, new SparseFeatureFilteringTrainer.Options
        {
            AppearanceColumnName = "Appearance",
            AppearanceEmbeddingColumnName = embeddings ? "AppearanceEmbedding" : null,
            Network = network ?? Network(),
            MaximumSteps = steps,
            Epochs = 1000,
            CheckInterval = 5,
            Seed = 3,
            Progress = hear is null ? null : new Listener(hear),
        }));

    private sealed class Listener(Action<double> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value.HeldOutLoss);
    }
}
