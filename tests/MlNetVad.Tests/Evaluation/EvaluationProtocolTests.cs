using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

public sealed class EvaluationProtocolTests
{
    private static readonly VideoScores[] Videos = [Scored.Video("a", [2, 4, 3], 0, 1, 0), Scored.Video("b", [12, 8, 8], 0, 0, 1)];

    [Theory]
    [InlineData(ScoreNormalization.None, new float[] { 2, 4, 3 }, new float[] { 12, 8, 8 })]
    [InlineData(ScoreNormalization.Global, new[] { 0, 0.2f, 0.1f }, new[] { 1, 0.6f, 0.6f })]
    [InlineData(ScoreNormalization.PerVideoMinMax, new[] { 0, 1, 0.5f }, new float[] { 1, 0, 0 })]
    [InlineData(ScoreNormalization.CausalRunning, new[] { 0, 1, 0.5f }, new float[] { 0, 0, 0 })]
    public void Apply_Normalization_ScalesItsScope(ScoreNormalization scope, float[] first, float[] second)
    {
        IReadOnlyList<VideoScores> scaled = new EvaluationProtocol("p", scope).Apply(Videos);
        Assert.Equal(first, scaled[0].Scores);
        Assert.Equal(second, scaled[1].Scores);
        Assert.Equal([2f, 4, 3], Videos[0].Scores);
    }

    [Fact]
    public void Apply_ConstantVideo_BecomesZero()
    {
        IReadOnlyList<VideoScores> scaled = new EvaluationProtocol("p", ScoreNormalization.PerVideoMinMax).Apply([Scored.Video("c", [5, 5], 0, 1)]);
        Assert.Equal([0f, 0], scaled[0].Scores);
    }

    [Fact]
    public void Apply_DroppedFrames_LeavesOutScoresAndLabels()
    {
        IReadOnlyList<VideoScores> dropped = new EvaluationProtocol("p", DroppedFrames: 2).Apply(Videos);
        Assert.Equal([3f], dropped[0].Scores);
        Assert.Equal([1f], dropped[1].Labels);
    }

    [Fact]
    public void Apply_SmoothingThenDropping_KeepsDroppedFramesInTheWindow()
    {
        IReadOnlyList<VideoScores> result = new EvaluationProtocol("p", Smoothing: ScoreSmoothing.CausalMean, Width: 2, DroppedFrames: 1).Apply(Videos);
        Assert.Equal([3, 3.5f], result[0].Scores);
    }

    [Fact]
    public void Standard_Always_NamesWhatReadsTheFuture()
    {
        IReadOnlyList<EvaluationProtocol> standard = EvaluationProtocol.Standard(5);
        Assert.Equal(["raw", "causal mean of 8", "Gaussian 4", "paper: per-video min-max, Gaussian 5", "paper without min-max: Gaussian 5", "raw, first 4 frames dropped"], standard.Select(p => p.Name));
        Assert.Equal([true, true, false, false, false, true], standard.Select(p => p.Causal));
        Assert.Equal([0, 0, 16, 20, 20, 0], standard.Select(p => p.LatencyFrames));
        Assert.Contains("reads the future, assumes an anomaly in every video", standard[3].Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_Line_StatesEveryStep()
    {
        Assert.Equal(
            "higher = more anomalous; normalisation: none; then smoothing: none (causal, 4 frames latency); dropped frames: none",
            EvaluationProtocol.Raw.Describe(modelLatencyFrames: 4));
        Assert.Equal(
            "higher = more anomalous; normalisation: min-max per test video; then smoothing: Gaussian, sigma 2.5 frames (not causal, needs the whole video); dropped frames: first 3 of each video; note",
            new EvaluationProtocol("p", ScoreNormalization.PerVideoMinMax, ScoreSmoothing.Gaussian, 2.5, 3, "note").Describe());
    }
}
