using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>SfnVad and SibVad from clips to a loaded model, on a tiny network and scene.</summary>
public sealed class SparseFilteringTests
{
    private const string Scene = "synthetic:scene?seed=5&videos=2&frames=40&width=96&height=64&fps=10";

    [Theory]
    [InlineData(nameof(SfnVad), true, false)]
    [InlineData(nameof(SibVad), true, false)]
    [InlineData(nameof(SibVad), false, false)]
    [InlineData(nameof(SibVad), true, true)]
    [InlineData(nameof(SfnVad), false, true)]
    public void Fit_GeneratedScene_LoadedModelScoresBitEqual(string name, bool captions, bool objects)
    {
        var ml = new MLContext(seed: 1);
        PipelineEntry pipeline = PipelineRegistry.Find(name)!;
        SparseFilteringOptions options = Tiny(captions, objects);
        VideoSource source = VadDataset.Open(Scene, VadSplit.Train);
        VideoDataView clips = VideoData.Load(ml, source, pipeline.ClipOptions(options, source));
        ITransformer model = pipeline.Create(ml, options).Fit(clips);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            VadModel.Save(ml, model, clips.Schema, path);
            VadModel loaded = VadModel.Load(new MLContext(seed: 9), path);
            VideoDataView test = VideoData.Load(ml, VadDataset.Open(Scene, VadSplit.Test), loaded.ClipOptions());

            float[] fitted = model.Transform(test).GetColumn<float>("Score").ToArray();
            Assert.Equal(2 * 36, fitted.Length);
            Assert.All(fitted, score => Assert.True(float.IsFinite(score)));
            Assert.NotEmpty(fitted.Distinct().Skip(1));
            Assert.Equal(fitted, loaded.Transformer.Transform(test).GetColumn<float>("Score").ToArray());
            Assert.Equal(fitted, new MLContext(seed: 9).Model.Load(path, out _).Transform(test).GetColumn<float>("Score").ToArray());
            Assert.Equal(0.5f, loaded.Threshold);
            var network = Assert.IsType<SparseFeatureFilteringTransformer>(loaded.Parts[^1]).Network;
            Assert.Equal(name == nameof(SfnVad) ? FusionKind.Concat : FusionKind.Cross, network.Fusion);
            Assert.Equal(captions ? 768 : 0, network.TextDimension);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(nameof(SfnVad), true, false)]
    [InlineData(nameof(SibVad), false, false)]
    [InlineData(nameof(SibVad), true, true)]
    public void Adapt_AnotherScene_IsOnItsScaleAndSavedLikeAnyModel(string name, bool captions, bool objects)
    {
        const string Elsewhere = "synthetic:scene?seed=9&videos=2&frames=40&width=120&height=80&fps=10";
        var ml = new MLContext(seed: 1);
        SparseFilteringOptions options = Tiny(captions, objects);
        VideoSource source = VadDataset.Open(Scene, VadSplit.Train), other = VadDataset.Open(Elsewhere, VadSplit.Train);
        PipelineEntry pipeline = PipelineRegistry.Find(name)!;
        string before = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip"), after = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            VideoDataView clips = VideoData.Load(ml, source, pipeline.ClipOptions(options, source));
            VadModel.Save(ml, pipeline.Create(ml, options).Fit(clips), clips.Schema, before);
            VadModel trained = VadModel.Load(ml, before);
            VideoDataView theirs = VideoData.Load(ml, other, trained.ClipOptions());

            ITransformer adapted = Adapt(name).Invoke(ml, trained, new SparseFilteringOptions()).Fit(theirs);

            VadModel.Save(ml, adapted, theirs.Schema, after);
            VadModel loaded = VadModel.Load(ml, after);
            float[] scores = [.. adapted.Transform(theirs).GetColumn<float>("Score")];
            Assert.Equal(scores, loaded.Transformer.Transform(theirs).GetColumn<float>("Score"));
            Assert.Equal(trained.Parts.Select(part => part.GetType()), loaded.Parts.Select(part => part.GetType()));
            Assert.InRange(scores.Order().ElementAt(scores.Length / 2), -0.1, 0.1);
            Assert.InRange(scores.Count(score => score > loaded.Threshold), 0, 1);
            Assert.NotEqual(scores, trained.Transformer.Transform(theirs).GetColumn<float>("Score"));
            string another = name == nameof(SfnVad) ? nameof(SibVad) : nameof(SfnVad);
            Assert.Contains("no network of this pipeline", Assert.Throws<VadException>(() => Adapt(another).Invoke(ml, trained, options)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(before);
            File.Delete(after);
        }
    }

    private static Func<MLContext, VadModel, SparseFilteringOptions, IEstimator<ITransformer>> Adapt(string name) => name == nameof(SfnVad) ? SfnVad.Adapt : SibVad.Adapt;

    [Fact]
    public void Evaluate_Predictor_ComparesWithUntrainedOnesAtItsResolution()
    {
        var ml = new MLContext(seed: 1);
        SparseFilteringOptions options = Tiny(captions: false, objects: false);
        VideoDataView clips = VideoData.Load(ml, VadDataset.Open(Scene, VadSplit.Train), SibVad.ClipOptions(options));
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            VadModel.Save(ml, SibVad.Create(ml, options).Fit(clips), clips.Schema, path);
            (VadEvaluationReport report, _) = ModelEvaluator.Evaluate(ml, VadModel.Load(ml, path), VadDataset.Open(Scene, VadSplit.Test));

            Assert.Equal(18, report.Baselines.Count(b => b.Resolution == "32 x 48 px"));
            Assert.Equal(0.5, report.OperatingPoint.Threshold);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Fit_Cancelled_GivesTheBestSoFar()
    {
        var ml = new MLContext(seed: 1);
        using var cancel = new CancellationTokenSource();
        SparseFilteringOptions options = Tiny(captions: false, objects: false);
        options.Predictor.Epochs = 1000;
        options.Predictor.CheckInterval = 2;
        ((IPipelineOptions)options).Begin(new TrainingRun { CancellationToken = cancel.Token, Progress = new StopAt(cancel) });
        VideoDataView clips = VideoData.Load(ml, VadDataset.Open(Scene, VadSplit.Train), SibVad.ClipOptions(options));

        ITransformer model = SibVad.Create(ml, options).Fit(clips);

        VideoDataView test = VideoData.Load(ml, VadDataset.Open(Scene, VadSplit.Test), new VideoOptions());
        Assert.True(cancel.IsCancellationRequested);
        Assert.All(model.Transform(test).GetColumn<float>("Score"), score => Assert.True(float.IsFinite(score)));
    }

    [Theory]
    [InlineData("multiple of PatchSize", 33, 7, 48)]
    [InlineData("ActiveFilters is 9 of only 7", 32, 9, 48)]
    public void Create_ImpossibleNetwork_SaysSo(string complaint, int height, int active, int width)
    {
        SparseFilteringOptions options = Tiny(captions: false, objects: false);
        (options.Predictor.Network.Height, options.Predictor.Network.Width, options.Predictor.Network.ActiveFilters) = (height, width, active);

        VadException error = Assert.Throws<VadException>(() => SibVad.Create(new MLContext(seed: 1), options));

        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    private static SparseFilteringOptions Tiny(bool captions, bool objects)
    {
        SparseFilteringOptions options = objects ? SparseFilteringOptions.ForObjects() : new SparseFilteringOptions();
        options.Captions = captions;
        SparseFeatureFilteringTrainer.Options predictor = options.Predictor;
        (predictor.Epochs, predictor.MaximumSteps, predictor.CheckInterval) = (1, 6, 3);
        predictor.Pooling = objects ? FramePooling.WholeFrameMean : FramePooling.Auto;
        PredictorOptions network = predictor.Network;
        (network.Height, network.Width, network.PatchSize) = objects ? (16, 16, 8) : (32, 48, 16);
        (network.Dimension, network.MotionDimension, network.DecoderDepth, network.Reduction) = (16, 16, 1, 4);
        (network.RoutedFilters, network.ActiveFilters) = (7, 2);
        return options;
    }

    private sealed class StopAt(CancellationTokenSource cancel) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => cancel.Cancel();
    }
}
