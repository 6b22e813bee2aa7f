using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Labels;

namespace MlNetVad.Tests.Video;

/// <summary>The real UCSD Ped2.</summary>
public sealed class Ped2Tests
{
    private const int TestFrames = 2010, Anomalous = 1648;

    [Fact]
    public void Open_BothParts_HavePublishedCounts()
    {
        string root = TestData.Require("ped2");
        VideoSource train = VadDataset.Open(root, VadSplit.Train), test = VadDataset.Open(root, VadSplit.Test);
        Assert.Equal("UcsdPed2 test", test.Name);
        Assert.Equal((16, 2550, null), (train.Videos.Count, train.FrameCount!.Value, train.CountWarning));
        Assert.Equal((12, TestFrames, null), (test.Videos.Count, test.FrameCount!.Value, test.CountWarning));
        Assert.All(test.Videos, v => Assert.Equal(new FrameFormat(240, 360), v.NativeFormat));
        Assert.Equal(Anomalous, test.Videos.Sum(v => v.Labels!.Count(l => l == 1)));
        Assert.All(train.Videos, v => Assert.DoesNotContain(1f, v.Labels!));
    }

    [Fact]
    public void Labels_ThreeForms_AgreeOnAllFrames()
    {
        string root = TestData.Require("ped2");
        IReadOnlyList<VadVideo> videos = VadDataset.Open(root, VadSplit.Test).Videos;
        FrameLabels[] mat = RangeLabels.ReadMat(Path.Combine(root, "ped2.mat")), m = RangeLabels.ReadM(Path.Combine(root, "UCSDped2.m"));
        CsvLabels csv = CsvLabels.Read(Path.Combine(root, "frame_labels.csv"));
        Assert.Equal((12, 12), (mat.Length, m.Length));
        for (int i = 0; i < videos.Count; i++)
        {
            float[] expected = csv.For(videos[i].Id)!.Expand(videos[i].FrameCount)!;
            Assert.Equal(videos[i].FrameCount, expected.Length);
            Assert.Equal(expected, mat[i].Expand(expected.Length));
            Assert.Equal(expected, m[i].Expand(expected.Length));
            Assert.Equal(expected, videos[i].Labels!);
        }
    }

    [Fact]
    public void OpenMasks_EveryVideo_IsNonEmptyExactlyWhereLabelled()
    {
        string root = TestData.Require("ped2");
        TestMedia.RequireFfmpeg();
        int frames = 0;
        foreach (VadVideo video in VadDataset.Open(root, VadSplit.Test).Videos)
        {
            using FrameReader masks = video.OpenMasks()!;
            var mask = new byte[masks.Format.FrameBytes];
            Assert.Equal(240 * 360, mask.Length);
            for (int i = 0; masks.Read(mask); i++, frames++)
            {
                Assert.True(mask.Contains((byte)1) == (video.LabelOf(i) == 1), $"{video.Id} frame {i}");
            }
        }

        Assert.Equal(TestFrames, frames);
    }

    [Fact]
    public void OpenFrames_Jpeg_DecodesEveryFrame()
    {
        string root = TestData.Require("ped2");
        TestMedia.RequireFfmpeg();
        VadVideo video = VadDataset.Open(root, VadSplit.Test).Videos[3];
        using FrameReader reader = video.OpenFrames();
        var frame = new byte[reader.Format.FrameBytes];
        int frames = 0;
        while (reader.Read(frame))
        {
            frames++;
            Assert.InRange(frame.Average(p => p), 60, 200);
        }

        Assert.Equal(video.FrameCount, frames);
    }
}
