using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>What training does: learn, stop, go on, and say what is wrong.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Fit_MoreSteps_LowersTheHeldOutLoss()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(60);
        var seen = new List<TrainingProgress>();
        options.LearningRate = 5e-3;
        options.Progress = new Listener(seen.Add);
        Fit(options);

        double[] losses = [.. seen.Select(p => p.HeldOutLoss).Where(double.IsFinite)];
        Assert.True(losses[^1] < losses[0], $"{losses[0]} to {losses[^1]}");
        Assert.Equal(60, seen[^1].TotalSteps);
        Assert.InRange(seen[^1].FilterLoadEntropy, 0, 1);
        Assert.Contains("balance", seen[^1].Losses.Keys);
    }

    [Fact]
    public void Fit_FromAnEarlierModel_GoesOnWithItsNetwork()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(60);
        options.LearningRate = 5e-3;
        string zip = Path.Combine(_folder, "earlier.zip");
        VadModel.Save(_ml, Fit(options), SmallPredictor.Clips(_ml).Schema, zip);

        double fresh = FirstLoss(null), tuned = FirstLoss(zip);

        Assert.True(tuned < 0.95 * fresh, $"at first {tuned} from the earlier network, {fresh} from random weights");
    }

    [Fact]
    public void Adapt_AnotherScene_KeepsTheWeightsAndLearnsBackgroundAndScales()
    {
        SparseFeatureFilteringTransformer model = Fit(SmallPredictor.Options(20));
        IDataView elsewhere = SmallPredictor.Clips(_ml, split: VadSplit.Test);

        SparseFeatureFilteringTransformer adapted = model.Adapt(_ml).Fit(elsewhere);

        Assert.Equal(Weights(model), Weights(adapted));
        Assert.NotEqual(Background(model), Background(adapted));
        Assert.NotEqual(model.Model.Fusion, adapted.Model.Fusion);
        Assert.Equal((model.Model.Fusion.FrameWeight, model.Scoring, model.Columns), (adapted.Model.Fusion.FrameWeight, adapted.Scoring, adapted.Columns));
        float[] scores = [.. adapted.Transform(elsewhere).GetColumn<float>("Score").Order()];
        Assert.InRange(scores[scores.Length / 2], -0.05f, 0.05f);   // 0 is the median of the new scene
        Assert.InRange(scores[^1], 0.45f, 0.75f);                   // and 0.5 what one frame in two hundred exceeds
    }

    [Fact]
    public void Fit_FromAModelOfAnotherNetwork_SaysWhatDiffers()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(5);
        options.Network.Dimension = 32;
        string zip = Path.Combine(_folder, "earlier.zip");
        VadModel.Save(_ml, Fit(options), SmallPredictor.Clips(_ml).Schema, zip);

        VadException error = Assert.Throws<VadException>(() => FirstLoss(zip));
        Assert.Contains($"'{zip}' does not fit the network", error.Message, StringComparison.Ordinal);
        Assert.Contains("use weights of a network with the same options", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FromAModelWithoutANetwork_SaysSo()
    {
        IDataView clips = SmallPredictor.Clips(_ml);
        string zip = Path.Combine(_folder, "other.zip");
        VadModel.Save(_ml, _ml.Transforms.FrameDifference("Motion", "Clip").Fit(clips), clips.Schema, zip);

        Assert.Contains("has no network that predicts frames; name a model of SfnVad or SibVad in InitialModelPath", Assert.Throws<VadException>(() => FirstLoss(zip)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameWeights()
    {
        Assert.Equal(Weights(Fit(SmallPredictor.Options())), Weights(Fit(SmallPredictor.Options())));
        SparseFeatureFilteringTrainer.Options other = SmallPredictor.Options();
        other.Seed = 4;
        Assert.NotEqual(Weights(Fit(SmallPredictor.Options())), Weights(Fit(other)));
    }

    [Fact]
    public void Resume_AfterAnInterruption_EndsWithTheSameWeights()
    {
        float[] whole = Weights(Fit(SmallPredictor.Options(20)));
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(20);
        options.CheckpointPath = Path.Combine(_folder, "state");
        using var stop = new CancellationTokenSource();
        options.CancellationToken = stop.Token;
        options.Progress = new Listener(p => Cancel(stop, p.Step >= 10));
        Fit(options);
        Assert.True(File.Exists(options.CheckpointPath));

        SparseFeatureFilteringTrainer.Options resumed = SmallPredictor.Options(20);
        resumed.CheckpointPath = options.CheckpointPath;
        resumed.Resume = true;
        int first = int.MaxValue;
        resumed.Progress = new Listener(p => first = Math.Min(first, p.Step));
        Assert.Equal(whole, Weights(Fit(resumed)));
        Assert.Equal(20, first);   // reports come every ten steps: it did not begin again
    }

    [Fact]
    public void Resume_CheckpointOfAnotherConfiguration_SaysWhatDiffers()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options();
        options.CheckpointPath = Path.Combine(_folder, "state");
        Fit(options);
        SparseFeatureFilteringTrainer.Options other = SmallPredictor.Options();
        other.CheckpointPath = options.CheckpointPath;
        other.Resume = true;
        other.Network.Dimension = 32;
        VadException error = Assert.Throws<VadException>(() => Fit(other));
        Assert.Contains("Dimension 16 there, Dimension 32 here", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_DamagedCheckpoint_SaysSo()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options();
        options.CheckpointPath = Path.Combine(_folder, "state");
        Fit(options);
        byte[] bytes = File.ReadAllBytes(options.CheckpointPath);
        File.WriteAllBytes(options.CheckpointPath, bytes[..(bytes.Length / 2)]);
        options.Resume = true;
        Assert.Contains("damaged", Assert.Throws<VadException>(() => Fit(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancel_BeforeTheFirstLook_GivesNoModel()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options();
        options.CancellationToken = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(options));
    }

    [Fact]
    public void Patience_NothingBetter_EndsEarly()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(400);
        options.LearningRate = 1e-12;   // nothing can get better
        options.CheckInterval = 2;
        options.Patience = 3;
        int last = 0;
        options.Progress = new Listener(p => last = p.Step);
        Fit(options);
        Assert.InRange(last, 0, 100);
    }

    [Fact]
    public void CoupledDecay_LargerThanTheLoss_IsReportedAsADeadBranch()
    {
        var messages = new List<string>();
        _ml.Log += (_, e) => messages.Add(e.Message);
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(150);
        options.WeightDecayMode = WeightDecayMode.Coupled;
        options.WeightDecay = 1;
        options.LearningRate = 1e-2;
        Fit(options);
        Assert.Contains(messages, m => m.Contains("has died", StringComparison.Ordinal) && m.Contains("Decoupled", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_InfiniteLoss_StopsAndSaysWhatToLower()
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(200);
        options.PredictionWeight = 1e38f;   // the first sum of losses is infinite
        VadException error = Assert.Throws<VadException>(() => Fit(options));
        Assert.Contains("LearningRate", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frames", "ClipLength = 5")]
    [InlineData("patch", "PatchSize")]
    [InlineData("filters", "ActiveFilters")]
    [InlineData("text", "Vector<Single, 12>")]
    [InlineData("resume", "CheckpointPath")]
    public void Fit_BadInput_IsOneClearSentence(string what, string named)
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options();
        IDataView clips = SmallPredictor.ClipsWithText(_ml);
        switch (what)
        {
            case "frames": clips = SmallPredictor.Clips(_ml, clipLength: 4); break;
            case "patch": options.Network.Height = 33; break;
            case "filters": options.Network.ActiveFilters = 99; break;
            case "text": (options.SemanticColumnName, options.Network.TextDimension) = ("Semantic", 12); break;
            default: options.Resume = true; break;
        }

        Exception error = Assert.ThrowsAny<Exception>(() => _ml.AnomalyDetection.Trainers.SparseFeatureFiltering(_ml, options).Fit(clips));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.True(error is VadException or ArgumentOutOfRangeException, error.GetType().Name);
    }

    [Fact]
    public void Fit_NoRows_SaysSo()
    {
        IDataView none = _ml.Data.SkipRows(SmallPredictor.Clips(_ml), 1_000_000);
        Assert.Contains("no clips", Assert.Throws<VadException>(() => Fit(SmallPredictor.Options(), none)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FramesThatAreAllTheSame_SaysThatNothingMoves()
    {
        byte[][] frames = [.. Enumerable.Repeat(new byte[40 * 60], 20)];
        IDataView still = Video.VideoData.Load(_ml, Video.VideoSource.FromFrames("still", frames, new Video.FrameFormat(40, 60)));
        Assert.Contains("Nothing moves", Assert.Throws<VadException>(() => Fit(SmallPredictor.Options(), still)).Message, StringComparison.Ordinal);
    }

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static float[] Weights(SparseFeatureFilteringTransformer model)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. model.Model.Network.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];
    }

    private static float[] Background(SparseFeatureFilteringTransformer model) => model.Model.Network.background.data<float>().ToArray();

    // the first loss on held-out clips of another video
    private double FirstLoss(string? initialModel)
    {
        SparseFeatureFilteringTrainer.Options options = SmallPredictor.Options(20);
        options.InitialModelPath = initialModel;
        var seen = new List<TrainingProgress>();
        options.Progress = new Listener(seen.Add);
        Fit(options, SmallPredictor.Clips(_ml, split: VadSplit.Test));
        return seen.Select(progress => progress.HeldOutLoss).First(double.IsFinite);
    }

    private SparseFeatureFilteringTransformer Fit(SparseFeatureFilteringTrainer.Options options, IDataView? data = null) =>
        _ml.AnomalyDetection.Trainers.SparseFeatureFiltering(_ml, options).Fit(data ?? SmallPredictor.Clips(_ml));

    private sealed class Listener(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}
