using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Video;

namespace MlNetVad.Pipelines.Tests;

/// <summary>A person says in words what is normal or anomalous, and the things of which it is true follow; others do not (docs/scene-adaptive.md).</summary>
[Collection(nameof(RedefinitionTests))]
public sealed class RedefinitionInWordsTests(RedefinitionTests.Trained trained, ITestOutputHelper output)
{
    [Fact]
    public void Redefine_RunningIsNormal_DropsRunnersBelowTheThresholdAndLeavesOtherKinds()
    {
        VadModel after = Say(trained.Model, "a person runs", RedefinedAs.Normal);
        Assert.Equal("speed: moves fast", after.Redefinitions[0].Meaning);
        FrameScore[] scored = trained.Score(after, "speed");
        (int before, int now) = (Alarms(trained.Before("speed")), Alarms(scored));
        output.WriteLine($"frames of a runner over the threshold: {before} before, {now} after");
        Assert.True(before > 10);
        Assert.Equal(0, now);
        Assert.Equal(Scores(scored), Scores(trained.Score(Say(trained.Model, "something moves fast", RedefinedAs.Normal), "speed")));
        Leaves(after, "posture", "stillness", "looks", "size", "count");
    }

    [Fact]
    public void Redefine_HugeIsAnomalous_RaisesWhatIsHugeAndLeavesOtherKinds()
    {
        VadModel after = Say(trained.Model, "a huge object", RedefinedAs.Anomalous);
        FrameScore[] scored = trained.Score(after, "size");
        (int before, int now) = (Alarms(trained.Before("size")), Alarms(scored));
        output.WriteLine($"frames of a huge figure over the threshold: {before} before, {now} after; AUC {Auc(trained.Before("size")):0.000}, {Auc(scored):0.000}");
        Assert.True(now > 1.5 * before);
        Leaves(after, "speed", "posture", "stillness");
    }

    [Fact]
    public void Redefine_TheSameTextNormalAndThenAnomalous_TheLaterDecides()
    {
        VadModel both = Say(Say(trained.Model, "a person runs", RedefinedAs.Normal), "a person runs", RedefinedAs.Anomalous);
        Assert.True(Alarms(trained.Score(both, "speed")) >= Alarms(trained.Before("speed")));
    }

    [Fact]
    public void Redefine_InWordsAndByExample_StandBesideEachOtherAndAreUndoneBitForBit()
    {
        VadModel both = Say(trained.RunnersAreNormal, "something very large", RedefinedAs.Normal);
        Assert.Equal([1, 2, 3], both.Redefinitions.Select(said => said.Number));
        Assert.NotEqual(Scores(trained.After("size")), Scores(trained.Score(both, "size")));
        Assert.Equal(Scores(trained.After("size")), Scores(trained.Score(both.Undo(3), "size")));
        VadModel undone = both.Undo(1, 2, 3);
        Assert.Equal(Scores(trained.Before("size")), Scores(trained.Score(undone, "size")));
        Assert.Equal(trained.Model.Parts.Count, undone.Parts.Count);
    }

    [Fact]
    public void Save_RedefinedInWords_ScoresTheSameAfterLoadPlainLoadAndLive()
    {
        VadModel redefined = Say(trained.Model, "a person runs", RedefinedAs.Normal);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        VadModel.Save(trained.Ml, redefined.Transformer, redefined.InputSchema, path);
        var loaded = VadModel.Load(trained.Ml, path);
        ITransformer plain = new MLContext(seed: 1).Model.Load(path, out _);
        File.Delete(path);

        Assert.Equal(redefined.Redefinitions.Select(r => r.ToString()), loaded.Redefinitions.Select(r => r.ToString()));
        float[] recorded = Scores(trained.Score(redefined, "speed"));
        Assert.NotEqual(Scores(trained.Before("speed")), recorded);
        Assert.Equal(recorded, Scores(trained.Score(loaded, "speed")));
        Assert.Equal(recorded, Scores([.. new VideoScorer(trained.Ml, loaded) { Live = true }.Score(RedefinitionTests.Trained.Shown("speed"))]));
        IDataView clips = VideoData.Load(trained.Ml, RedefinitionTests.Trained.Shown("speed"), redefined.ClipOptions());
        Assert.Equal(redefined.Transformer.Transform(clips).GetColumn<float>("Score"), plain.Transform(clips).GetColumn<float>("Score"));
    }

    [Fact]
    public void Redefine_WordsThatTheModelCannotTell_SaysWhatItCan()
    {
        VadException e = Assert.Throws<VadException>(() => Say(trained.Model, "a person rides a bicycle", RedefinedAs.Normal));
        Assert.Contains("is like nothing that the model can tell: the nearest is", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<VadException>(() => Say(trained.FrameDifference(), "a person runs", RedefinedAs.Normal));
        Assert.Contains("give a model of the NormalModes pipeline", e.Message, StringComparison.Ordinal);
    }

    private VadModel Say(VadModel model, string text, RedefinedAs meaning) => model.Redefine(trained.Ml, new TextRedefinition(text, meaning), "anna");

    private void Leaves(VadModel model, params string[] kinds)
    {
        foreach (string kind in kinds)
        {
            (double before, double after) = (Auc(trained.Before(kind)), Auc(trained.Score(model, kind)));
            output.WriteLine($"{kind}: AUC {before:0.0000} before, {after:0.0000} after");
            Assert.Equal(before, after, 0.01);
        }
    }

    private static int Alarms(FrameScore[] frames) => frames.Count(f => f.Label == 1 && f.IsAnomaly);

    private static float[] Scores(FrameScore[] frames) => [.. frames.Select(f => f.Score)];

    private static double Auc(FrameScore[] frames) => RocAuc.Compute(Scores(frames), [.. frames.Select(f => f.Label)]);
}
