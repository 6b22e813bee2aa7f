using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>The whole road: video, clips, objects, motion, modes, calibration, zip, score, evaluation.</summary>
public sealed class NormalModesTests
{
    private const string Scene = "synthetic:scene?seed=5&videos=2&frames=120&width=120&height=90";

    private static readonly Lazy<(ITransformer Model, VideoDataView Clips)> Trained = new(() => Train(seed: 1));

    [Fact]
    public void Fit_GeneratedScene_LoadedModelScoresBitEqual()
    {
        var ml = new MLContext(seed: 1);
        (ITransformer model, VideoDataView clips) = Trained.Value;
        VadModel loaded = SaveAndLoad(ml, model, clips.Schema, out ITransformer stock);
        VideoDataView test = VideoData.Load(ml, VadDataset.Open(Scene, VadSplit.Test), loaded.ClipOptions());

        float[] fitted = model.Transform(test).GetColumn<float>("Score").ToArray();
        Assert.NotEmpty(fitted.Distinct().Skip(1));
        Assert.Equal(fitted, loaded.Transformer.Transform(test).GetColumn<float>("Score").ToArray());
        Assert.Equal(fitted, stock.Transform(test).GetColumn<float>("Score").ToArray());
    }

    [Fact]
    public void PredictionEngine_OneClipAtATime_ScoresAsTransform()
    {
        var ml = new MLContext(seed: 1);
        (ITransformer model, VideoDataView clips) = Trained.Value;
        VadModel loaded = SaveAndLoad(ml, model, clips.Schema, out ITransformer stock);
        VideoDataView test = VideoData.Load(ml, VadDataset.Open(Scene, VadSplit.Test), loaded.ClipOptions());
        ClipRow[] rows = ml.Data.CreateEnumerable<ClipRow>(ml.Data.TakeRows(test, 30), reuseRowObject: false).ToArray();
        float[] expected = model.Transform(test).GetColumn<float>("Score").Take(30).ToArray();

        foreach (ITransformer form in new[] { model, loaded.Transformer, stock })
        {
            using PredictionEngine<ClipRow, Verdict> engine = ml.Model.CreatePredictionEngine<ClipRow, Verdict>(form, test.Schema);
            Assert.Equal(expected, rows.Select(r => engine.Predict(r).Score));
            Assert.Equal(expected, rows.Select(r => engine.Predict(r).Score));   // the video from its beginning again
        }
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameModelBytes()
    {
        string scores = Scores(Trained.Value);
        Assert.Equal(scores, Scores(Train(seed: 1)));
        Assert.NotEqual(scores, Scores(Train(seed: 2)));

        static string Scores((ITransformer Model, VideoDataView Clips) trained)
        {
            SaveAndLoad(new MLContext(seed: 1), trained.Model, trained.Clips.Schema, out ITransformer stock);
            return string.Join(' ', stock.Transform(trained.Clips).GetColumn<float>("Score"));
        }
    }

    [Fact]
    public void Score_EveryFrame_HasAScoreAndFilledOnesAreMarked()
    {
        var ml = new MLContext(seed: 1);
        (ITransformer model, VideoDataView clips) = Trained.Value;
        VadModel loaded = SaveAndLoad(ml, model, clips.Schema, out _);
        FrameScore[] frames = new VideoScorer(ml, loaded).Score(VadDataset.Open(Scene, VadSplit.Test)).ToArray();

        Assert.Equal(240, frames.Length);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => (long)i), frames.Take(120).Select(f => f.Frame));

        // 0.1 s is three frames of 25 a second: four steps before the target, five after it
        Assert.Equal([.. Enumerable.Range(0, 12), .. Enumerable.Range(105, 15)], frames.Take(120).Where(f => f.IsFilled).Select(f => (int)f.Frame));
        Assert.All(frames.Take(12), f => Assert.Equal(frames[12].Score, f.Score));
        Assert.All(frames, f => Assert.True(float.IsFinite(f.Score)));
    }

    [Theory]
    [InlineData(10, 120, 10, 240)]
    [InlineData(10, 600, 10, 1200)]
    [InlineData(25, 900, 25, 1800)]      // few
    [InlineData(25, 1100, 12.5, 1100)]
    [InlineData(30, 1600, 10, 1066)]
    public void ClipOptions_TrainingVideos_LooksAtTenFramesASecondOrMore(int rate, int frames, double looksAt, long rows)
    {
        var options = new NormalModesOptions();
        VideoOptions clips = NormalModes.ClipOptions(options, VadDataset.Open($"synthetic:scene?videos=2&frames={frames}&fps={rate}&width=120&height=90", VadSplit.Train));
        Assert.Equal((looksAt, looksAt, rows), (options.FramesPerSecond, clips.MostFramesPerSecond, options.TrainingFrames));
    }

    [Fact]
    public void Fit_GeneratedScene_SaysWhatItWouldNotice()
    {
        MadeAnomalyTrial trial = GeneratedModel.Load().Training!.WouldNotice!;
        Assert.Equal(9, trial.Kinds.Count);
        Assert.Equal(trial.Kinds.Select(kind => kind.Part).Distinct(), ["motion", "posture", "stay", "amount", "scene", "looks"]);
        Assert.All(trial.Kinds, kind => Assert.True(kind.Rows is >= 20 and <= 700 && kind.Auc > 0.5 && kind.Noticed is >= 0 and <= 1, $"{kind}"));
        Assert.Contains(trial.Kinds, kind => kind.Noticed > 0.5);
        Assert.Empty(trial.LeftOut);
    }

    [Fact]
    public void Fit_Cancelled_StopsWithoutAModel()
    {
        var ml = new MLContext(seed: 1);
        using var cancel = new CancellationTokenSource();
        var options = new NormalModesOptions { CancellationToken = cancel.Token };
        VideoSource source = VadDataset.Open(Scene, VadSplit.Train);
        VideoDataView clips = VideoData.Load(ml, source, NormalModes.ClipOptions(options, source));
        IDataView observed = VideoData.Observe(clips, new Stop(cancel, afterPass: 2), cancel.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => NormalModes.Create(ml, options).Fit(observed));
    }

    [Fact]
    public void Adapt_ModelWithoutModes_IsRefused()
    {
        var ml = new MLContext(seed: 1);
        VideoDataView clips = VideoData.Load(ml, VadDataset.Open(Scene, VadSplit.Train), new VideoOptions { ClipLength = 2 });
        VadModel loaded = SaveAndLoad(ml, ml.Transforms.FrameDifference("Score", "Clip").Fit(clips), clips.Schema, out _);
        VadException e = Assert.Throws<VadException>(() => NormalModes.Adapt(ml, loaded, new NormalModesOptions()));
        Assert.Contains("no modes of normal motion", e.Message, StringComparison.Ordinal);
        Assert.Contains("no actions to keep", Assert.Throws<VadException>(() => SceneAdaptive.Adapt(ml, loaded, new SceneAdaptiveOptions())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Ped2_ReachesThePublishedRange()
    {
        VadModel model = Ped2Model.Load();
        (VadEvaluationReport report, IReadOnlyList<VideoScores> scores) = ModelEvaluator.Evaluate(new MLContext(seed: 0), model, VadDataset.Open(Ped2Model.Data, VadSplit.Test));

        Assert.Equal(2010, scores.Sum(v => v.Scores.Length));
        Assert.InRange(report.MicroAuc, 0.975, 1);
        Assert.InRange(report.Protocols.Single(p => p.Name == "causal mean of 8").MicroAuc, 0.975, 1);
        Assert.InRange(report.Protocols.Single(p => p.Name == "Gaussian 4").MicroAuc, 0.985, 1);
        Assert.InRange(report.PixelAuc, 0.95, 1);
        Assert.InRange(report.Baselines.Where(b => b.Resolution is null).Max(b => b.MicroAuc), 0.93, 0.94);
        Assert.True(report.FramesPerSecond > 0);
        Assert.Contains(report.Notes, n => n.Contains("test labels", StringComparison.Ordinal));
        Assert.Contains(report.Notes, n => n.Contains("stand in for a trained detector", StringComparison.Ordinal));
    }

    private static (ITransformer Model, VideoDataView Clips) Train(int seed)
    {
        var ml = new MLContext(seed);
        var options = new NormalModesOptions { NumberOfModes = 4 };
        VideoSource source = VadDataset.Open(Scene, VadSplit.Train);
        VideoDataView clips = VideoData.Load(ml, source, NormalModes.ClipOptions(options, source));
        return (NormalModes.Create(ml, options).Fit(clips), clips);
    }

    private static VadModel SaveAndLoad(MLContext ml, ITransformer model, DataViewSchema schema, out ITransformer stock)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            VadModel.Save(ml, model, schema, path);
            stock = new MLContext(seed: 9).Model.Load(path, out _);
            return VadModel.Load(new MLContext(seed: 9), path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class ClipRow
    {
        public string Video { get; set; } = "";

        public long Frame { get; set; }

        public byte[] Clip { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Verdict
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Stop(CancellationTokenSource cancel, int afterPass) : IProgress<VideoProgress>
    {
        public void Report(VideoProgress value)
        {
            if (value.Pass > afterPass)
            {
                cancel.Cancel();
            }
        }
    }
}
