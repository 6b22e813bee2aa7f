using MlNetVad.Torch.Networks;
using MlNetVad.Video;

namespace MlNetVad.Pipelines.Tests;

public sealed class PipelineRegistryTests
{
    [Fact]
    public void All_Pipelines_AreFoundByNameAndGiveTheirClips()
    {
        Assert.Equal(["NormalModes", "SceneAdaptive", "SfnVad", "SibVad"], PipelineRegistry.All.Select(p => p.Name));
        foreach (PipelineEntry pipeline in PipelineRegistry.All)
        {
            Assert.Same(pipeline, PipelineRegistry.Find(pipeline.Name));
            Assert.NotSame(pipeline.NewOptions(_ => false), pipeline.NewOptions(_ => false));
        }

        Assert.Null(PipelineRegistry.Find("normalmodes"));
    }

    [Fact]
    public void ClipOptions_Predictors_AreTheInputFramesAndTheOnePredicted()
    {
        var options = new SparseFilteringOptions { Predictor = { Network = new PredictorOptions { InputFrames = 6, Channels = 3 } } };

        VideoOptions clips = SibVad.ClipOptions(options);

        Assert.Equal((7, 3, ClipTarget.Last, 0, 0), (clips.ClipLength, clips.Channels, clips.Target, clips.Height, clips.Width));
        Assert.Equal(0, clips.LatencyFrames());
    }

    [Fact]
    public void Begin_Run_ReachesThePredictor()
    {
        using var cancel = new CancellationTokenSource();
        var options = new SparseFilteringOptions();

        ((IPipelineOptions)options).Begin(new TrainingRun { CheckpointPath = "a.checkpoint", Resume = true, MaximumSteps = 7, CancellationToken = cancel.Token });

        Assert.Equal(("a.checkpoint", true, 7), (options.Predictor.CheckpointPath, options.Predictor.Resume, options.Predictor.MaximumSteps));
        Assert.Equal(cancel.Token, SfnVad.ClipOptions(options).CancellationToken);
        Assert.False(((IPipelineOptions)new NormalModesOptions()).TrainsNetwork);
    }
}
