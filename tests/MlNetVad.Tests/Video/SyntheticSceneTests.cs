using MlNetVad.Video;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Synthetic;

namespace MlNetVad.Tests.Video;

public sealed class SyntheticSceneTests
{
    private const string Small = "synthetic:scene?seed=3&videos=2&frames=120&width=96&height=72";

    [Fact]
    public void Open_Address_SaysItAll()
    {
        VideoSource source = VadDataset.Open(Small, VadSplit.Test);
        Assert.Equal(["test01", "test02"], source.Videos.Select(v => v.Id));
        Assert.Equal(240, source.FrameCount);
        Assert.All(source.Videos, v => Assert.Equal((120, 25.0, new FrameFormat(72, 96)), (v.FrameCount!.Value, v.FramesPerSecond!.Value, v.NativeFormat)));
    }

    [Fact]
    public void OpenFrames_Twice_GivesTheSameBytes()
    {
        VadVideo video = VideoSource.FromPath(Small).Videos[1];
        Assert.Equal(TestMedia.ReadAll(video.OpenFrames()), TestMedia.ReadAll(VideoSource.FromPath(Small).Videos[1].OpenFrames()));
    }

    [Fact]
    public void Frame_OutOfOrder_IsTheSameAsInOrder()
    {
        SceneOptions options = SceneOptions.Parse(Small);
        List<byte[]> inOrder = TestMedia.ReadAll(VideoSource.FromPath(Small).Videos[0].OpenFrames());
        var frame = new byte[96 * 72];
        var renderer = new SceneRenderer(options, 0);
        foreach (int index in new[] { 119, 3, 60 })
        {
            renderer.Frame(index, frame);
            Assert.Equal(inOrder[index], frame);
        }
    }

    [Fact]
    public void OpenFrames_OtherSeedSplitOrVideo_DiffersAndTheBackgroundIsShared()
    {
        byte[] First(string address, VadSplit split, int video) => TestMedia.ReadAll(VadDataset.Open(address, split).Videos[video].OpenFrames())[0];
        byte[] reference = First(Small, VadSplit.Test, 0);
        int SameAs(byte[] other) => reference.Zip(other).Count(p => Math.Abs(p.First - p.Second) <= 12);
        byte[] train = First(Small, VadSplit.Train, 0), second = First(Small, VadSplit.Test, 1), reseeded = First(Small.Replace("seed=3", "seed=4"), VadSplit.Test, 0);
        Assert.NotEqual(reference, train);
        Assert.NotEqual(reference, second);
        Assert.InRange(SameAs(train), reference.Length * 6 / 10, reference.Length - 1);
        Assert.InRange(SameAs(second), reference.Length * 6 / 10, reference.Length - 1);
        Assert.True(SameAs(reseeded) < Math.Min(SameAs(train), SameAs(second)));
    }

    [Fact]
    public void Labels_TestSplit_AgreeWithMasksAndHoldBothClasses()
    {
        foreach (VadVideo video in VadDataset.Open("synthetic:scene?videos=4", VadSplit.Test).Videos)
        {
            List<byte[]> masks = TestMedia.ReadAll(video.OpenMasks()!);
            Assert.Equal(masks.Select(m => m.Contains((byte)1) ? 1f : 0f), video.Labels!);
            Assert.InRange(video.Labels!.Count(l => l == 1), 20, 200);
        }
    }

    [Fact]
    public void Labels_TrainSplitOrNoAnomalies_AreNormal()
    {
        Assert.All(VadDataset.Open(Small, VadSplit.Train).Videos, v => Assert.DoesNotContain(1f, v.Labels!));
        Assert.All(VideoSource.FromPath(Small + "&anomalies=0").Videos, v => Assert.DoesNotContain(1f, v.Labels!));
    }

    [Fact]
    public void OpenFrames_ColourAndOtherSize_IsDrawnInIt()
    {
        List<byte[]> frames = TestMedia.ReadAll(VideoSource.FromPath("synthetic:scene?frames=2").Videos[0].OpenFrames(new FrameFormat(60, 80, 3)));
        Assert.Equal(60 * 80 * 3, frames[1].Length);
        Assert.Equal(frames[1][0], frames[1][2]);
    }

    [Theory]
    [InlineData("synthetic:street", "the scene 'street', which does not exist")]
    [InlineData("synthetic:scene?sead=1", "'sead=1', which is not known")]
    [InlineData("synthetic:scene?frames=0", "frames=0; expected a whole number from 1")]
    [InlineData("synthetic:scene?split=val", "'split=val'")]
    [InlineData("synthetic:scene?width", "width=; expected")]
    public void FromPath_WrongAddress_SaysWhat(string address, string expected) =>
        Assert.Contains(expected, TestMedia.Error(() => VideoSource.FromPath(address)));
}
