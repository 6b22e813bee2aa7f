using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Transforms;

public sealed class CameraStateTests
{
    private const string Scene = "synthetic:scene?seed=7&fps=10&frames=200&videos=4&width=96&height=72";
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Contract_Holds() => EstimatorContract.Check(
        _ml, Watch(), Clips(Scene + "&anomalies=0", VadSplit.Train), _ml.Transforms.SelectColumns("Video", "Frame").Fit(Clips(Scene, VadSplit.Train)).Transform(Clips(Scene, VadSplit.Train)));

    [Theory]
    [InlineData("dark")]
    [InlineData("covered")]
    [InlineData("moved")]
    [InlineData("frozen")]
    public void Transform_TheCamerasOwn_IsNamedAndNothingElse(string kind)
    {
        IDataView scored = Watch().Fit(Clips(Scene + "&anomalies=0", VadSplit.Train)).Transform(Clips(Scene + "&anomaly=" + kind, VadSplit.Test));
        string[] states = [.. scored.GetColumn<string>("Camera")];
        float[] labels = [.. scored.GetColumn<float>("Label")];
        Assert.All(states.Zip(labels).Where(s => s.Second == 0), s => Assert.Equal("", s.First));
        string[] during = [.. states.Where((_, i) => labels[i] == 1)];
        Assert.All(during, s => Assert.True(s == kind || s.Length == 0, s));
        Assert.True(during.Count(s => s == kind) > during.Length / 2, $"{during.Count(s => s == kind)} of {during.Length}");
    }

    [Theory]
    [InlineData("anomalies=1")]
    [InlineData("anomalies=0&tempt=cloud")]
    [InlineData("anomalies=0&tempt=rain")]
    [InlineData("anomalies=0&tempt=shadow")]
    [InlineData("anomalies=0&tempt=shake")]
    public void Transform_TheCameraIsWell_SaysNothing(string asked)
    {
        IDataView scored = Watch().Fit(Clips(Scene + "&anomalies=0", VadSplit.Train)).Transform(Clips(Scene + "&" + asked, VadSplit.Test));
        Assert.All(scored.GetColumn<string>("Camera"), s => Assert.Equal("", s));
    }

    [Fact]
    public void Transform_NightThatTrainingHasSeen_IsNotDark()
    {
        ITransformer model = Watch().Fit(Clips(Scene + "&anomalies=0&tempt=cloud,night", VadSplit.Train));
        Assert.All(model.Transform(Clips(Scene + "&anomalies=0&tempt=night", VadSplit.Test)).GetColumn<string>("Camera"), s => Assert.Equal("", s));
        Assert.Contains("dark", model.Transform(Clips(Scene + "&anomaly=dark&tempt=night", VadSplit.Test)).GetColumn<string>("Camera"));
    }

    [Fact]
    public void Transform_StillPicturesThatTrainingHasSeen_AreNotFrozen()
    {
        byte[][] still = [.. Enumerable.Range(0, 60).Select(t => Picture(t / 30))];   // three seconds without a change
        ITransformer model = Watch().Fit(Clips(still));
        Assert.DoesNotContain("frozen", model.Transform(Clips([.. Enumerable.Range(0, 60).Select(t => Picture(t / 60))])).GetColumn<string>("Camera"));
        Assert.Contains("frozen", model.Transform(Clips([.. Enumerable.Range(0, 120).Select(_ => Picture(0))])).GetColumn<string>("Camera"));
    }

    private CameraStateEstimator Watch() => _ml.Transforms.WatchCamera(new CameraStateEstimator.Options());

    private IDataView Clips(string address, VadSplit split) => VideoData.Load(_ml, VadDataset.Open(address, split), new VideoOptions { ClipLength = 1 });

    private IDataView Clips(byte[][] frames) => VideoData.Load(_ml, VideoSource.FromFrames("v", frames, new FrameFormat(24, 32)), new VideoOptions { ClipLength = 1 });

    private static byte[] Picture(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 24 * 32).Select(i => (byte)(100 + (i % 32) + random.Next(3)))];
    }
}
