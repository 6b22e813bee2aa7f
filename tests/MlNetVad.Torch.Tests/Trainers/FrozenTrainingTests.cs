using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>The predictor on the tokens of a frozen vision tower.</summary>
public sealed class FrozenTrainingTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Tokens_WithEveryOtherColumn_KeepTheEstimatorContract(bool text, bool embeddings)
    {
        SparseFeatureFilteringTrainer.Options options = FrozenAppearance.Options(6, embeddings);
        options.SemanticColumnName = text ? "Semantic" : null;
        IDataView clips = FrozenAppearance.Clips(_ml, 24);
        IDataView without = _ml.Transforms.DropColumns("Appearance").Fit(clips).Transform(clips);
        EstimatorContract.Check(_ml, _ml.AnomalyDetection.Trainers.SparseFeatureFiltering(_ml, options), clips, without);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_MoreSteps_LowersTheHeldOutLossAndScoresAreFinite(bool embeddings)
    {
        SparseFeatureFilteringTrainer.Options options = FrozenAppearance.Options(80, embeddings);
        options.SemanticColumnName = "Semantic";
        options.CheckInterval = 10;
        var losses = new List<double>();
        options.Progress = new Listener(p => losses.Add(p.HeldOutLoss));
        IDataView clips = FrozenAppearance.Clips(_ml);
        float[] scores = [.. Fit(options, clips).Transform(clips).GetColumn<float>("Score")];

        double[] finite = [.. losses.Where(double.IsFinite)];
        Assert.True(finite[^1] < 0.5 * finite[0], string.Join(" ", finite));
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
        Assert.NotEmpty(scores.Distinct().Skip(scores.Length / 2));
    }

    [Fact]
    public void Fit_OtherTokens_GivesOtherScores()
    {
        IDataView clips = FrozenAppearance.Clips(_ml);
        SparseFeatureFilteringTransformer model = Fit(FrozenAppearance.Options(), clips);
        IDataView larger = FrozenAppearance.Clips(_ml, scale: 3);
        Assert.NotEqual(Errors(model, clips), Errors(model, larger));
    }

    [Fact]
    public void Score_RowsInAnyOrderAndCompany_IsTheSame()
    {
        IDataView clips = FrozenAppearance.Clips(_ml);
        SparseFeatureFilteringTransformer model = Fit(FrozenAppearance.Options(embeddings: true), clips);
        float[] forward = Errors(model, clips);
        float[] shuffled = Errors(model, _ml.Data.ShuffleRows(clips, seed: 2));
        Assert.Equal(forward.Order(), shuffled.Order());

        using var zip = new MemoryStream();
        _ml.Model.Save(model, clips.Schema, zip);
        zip.Position = 0;
        ITransformer stock = new MLContext(seed: 9).Model.Load(zip, out _);   // row by row, no looking ahead
        Assert.Equal(forward, stock.Transform(clips).GetColumn<float>("FrameError"));
    }

    [Fact]
    public void Resume_AfterAnInterruption_EndsWithTheSameWeights()
    {
        IDataView clips = FrozenAppearance.Clips(_ml);
        float[] whole = Weights(Fit(FrozenAppearance.Options(20, true), clips));
        SparseFeatureFilteringTrainer.Options options = FrozenAppearance.Options(20, true);
        options.CheckpointPath = Path.Combine(_folder, "state");
        using var stop = new CancellationTokenSource();
        options.CancellationToken = stop.Token;
        options.Progress = new Listener(p => Cancel(stop, p.Step >= 10));
        Fit(options, clips);

        SparseFeatureFilteringTrainer.Options resumed = FrozenAppearance.Options(20, true);
        (resumed.CheckpointPath, resumed.Resume) = (options.CheckpointPath, true);
        int first = int.MaxValue;
        resumed.Progress = new Listener(p => first = Math.Min(first, p.Step));
        Assert.Equal(whole, Weights(Fit(resumed, clips)));
        Assert.Equal(20, first);

        (resumed.AppearanceEmbeddingColumnName, resumed.Progress) = (null, null);
        Assert.Contains("skip of patch embeddings there, skip of last hidden states here",
            Assert.Throws<VadException>(() => Fit(resumed, clips)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("width", "The column 'Appearance' has tokens of 12 numbers; AppearanceTokenWidth is 16: set it to 12, or to 0")]
    [InlineData("count", "The column 'Appearance' has 17 tokens a frame, a class token and 16 patches; the network's picture of 32 x 48 px has 24 patches of 8: give it")]
    [InlineData("frames", "The column 'Appearance' has the tokens of 3 frames; the network predicts from 4 (InputFrames)")]
    [InlineData("embeddings", "The column 'Embedding' has the patch embeddings of 1 frame; the skip carries those of the last 2 (SkipFrames)")]
    [InlineData("embedding width", "The column 'Embedding' has 24 patches of 6 numbers a frame; the tokens of 'Appearance' have 24 patches of 12")]
    [InlineData("missing", "Column 'Nowhere' is not there; expected Vector<Single, 4, 25, w> (the appearance tokens")]
    [InlineData("flat", "Column 'Semantic' is Vector<Single, 8>; expected Vector<Single, 4, 25, w>")]
    [InlineData("objects", "AppearanceColumnName and ObjectsColumnName do not go together")]
    [InlineData("no column", "AppearanceTokenWidth is 1024, but no column gives frozen appearance tokens; name it in AppearanceColumnName")]
    [InlineData("no skip", "AppearanceEmbeddingColumnName is 'Embedding', but only the skip")]
    [InlineData("background", "SubtractBackground needs the trained appearance encoder")]
    public void Fit_WhatDoesNotFit_IsOneClearSentence(string what, string expected)
    {
        SparseFeatureFilteringTrainer.Options options = FrozenAppearance.Options(embeddings: true);
        IDataView clips = what switch
        {
            "count" => FrozenAppearance.Clips(_ml, tokens: 17),
            "frames" => FrozenAppearance.Clips(_ml, frames: 3),
            "embedding width" => FrozenAppearance.Clips(_ml, embedded: 6),
            _ => FrozenAppearance.Clips(_ml),
        };
        switch (what)
        {
            case "width": options.Network.AppearanceTokenWidth = 16; break;
            case "embeddings": options.Network.SkipFrames = 2; break;
            case "missing": options.AppearanceColumnName = "Nowhere"; break;
            case "flat": options.AppearanceColumnName = "Semantic"; break;
            case "objects": options.ObjectsColumnName = "Objects"; break;
            case "no column": (options.AppearanceColumnName, options.AppearanceEmbeddingColumnName, options.Network.AppearanceTokenWidth) = (null, null, 1024); break;
            case "no skip": options.Network.Skip = false; break;
            case "background": options.Network.SubtractBackground = true; break;
        }

        Exception error = Assert.ThrowsAny<Exception>(() => Fit(options, clips));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.True(error is VadException or ArgumentOutOfRangeException, error.GetType().Name);
    }

    [Fact]
    public void Fit_TokensThatAreNoNumbers_NamesTheColumn()
    {
        IDataView clips = FrozenAppearance.Clips(_ml, scale: float.NaN);
        Assert.StartsWith("The column 'Appearance' holds a token that is not a finite number",
            Assert.Throws<VadException>(() => Fit(FrozenAppearance.Options(), clips)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transform_TokensOfAnotherWidth_IsRefusedBeforeARowIsRead()
    {
        SparseFeatureFilteringTransformer model = Fit(FrozenAppearance.Options(1), FrozenAppearance.Clips(_ml));
        IDataView other = FrozenAppearance.Clips(_ml, width: 8);
        Assert.Contains("Column 'Appearance' is Vector<Single, 4, 25, 8>; expected Vector<Single, 4, 25, 12>",
            Assert.ThrowsAny<ArgumentException>(() => model.Transform(other)).Message, StringComparison.Ordinal);
    }

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    private static float[] Errors(ITransformer model, IDataView clips) => [.. model.Transform(clips).GetColumn<float>("FrameError")];

    private static float[] Weights(SparseFeatureFilteringTransformer model)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. model.Model.Network.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];
    }

    private SparseFeatureFilteringTransformer Fit(SparseFeatureFilteringTrainer.Options options, IDataView clips) =>
        _ml.AnomalyDetection.Trainers.SparseFeatureFiltering(_ml, options).Fit(clips);

    private sealed class Listener(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}
