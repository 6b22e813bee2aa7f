using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;
using MlNetVad.Video.Frames;
using MlNetVad.Video.Scale;

namespace MlNetVad.Tests.Video;

/// <summary>The size at which videos are worked on.</summary>
public sealed class WorkingSizeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(160, 120, 36, 8)]
    [InlineData(480, 360, 36, 8)]
    public void Learn_Scene_BringsWalkersToTheWantedHeight(int width, int height, double wanted, double tolerance)
    {
        WorkingSize size = WorkingSize.Learn(Scene(width, height));

        Assert.True(size.IsKnown, size.ToString());
        Assert.InRange(size.ObjectHeight * size.Height, wanted - tolerance, wanted + tolerance);
        Assert.Equal((double)width / height, (double)size.Width / size.Height, 0.03);
        Assert.Equal((0, 0, 1), (size.Width % 2, size.Height % 2, size.Channels));
        Assert.True(size.Width <= width && size.Height <= height);
        Assert.Equal(size.Heights.Order(), size.Heights);
    }

    [Fact]
    public void Learn_Twice_GivesTheSame()
    {
        Assert.Equal(WorkingSize.Learn(Scene(240, 180)).Heights, WorkingSize.Learn(Scene(240, 180)).Heights);
    }

    [Theory]
    [InlineData(320, 240, 320, 240)]
    [InlineData(160, 90, 160, 90)]
    [InlineData(1920, 1080, 426, 240)]
    public void Learn_NothingMoves_TakesAUsualSize(int width, int height, int expectedWidth, int expectedHeight)
    {
        TestMedia.RequireFfmpeg();
        string path = _folder.At("still.mp4");
        TestMedia.Ffmpeg("-f", "lavfi", "-i", $"testsrc2=size={width}x{height}:rate=10", "-vf", "loop=loop=40:size=1,trim=end_frame=40", "-pix_fmt", "yuv420p", path);

        WorkingSize size = WorkingSize.Learn(VideoSource.FromPath(path));

        Assert.False(size.IsKnown);
        Assert.Equal((expectedWidth, expectedHeight, 3), (size.Width, size.Height, size.Channels));
        Assert.Contains("too little moves", size.ToString());
    }

    [Fact]
    public void Learn_TwoSizes_DoesNotBlowUpTheSmaller()
    {
        TestMedia.Video(_folder.At("a.avi"), 20, 128, 96);
        TestMedia.Video(_folder.At("b.avi"), 20, 320, 240);

        WorkingSize size = WorkingSize.Learn(VideoSource.FromPath(_folder.Path));

        Assert.Equal((128, 96), (size.Native.Width, size.Native.Height));
        Assert.True(size.Width <= 128 && size.Height <= 96, size.ToString());
    }

    [Fact]
    public void Learn_PushedFrames_KeepsTheirFormat()
    {
        byte[][] frames = [.. Enumerable.Range(0, 20).Select(i => new byte[700 * 500 * 3])];

        WorkingSize size = WorkingSize.Learn(VideoSource.FromFrames("cam", frames, new FrameFormat(500, 700, 3), 10));

        Assert.Equal((500, 700, 3), (size.Height, size.Width, size.Channels));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void OpenExcerpt_VideoAndPictures_GiveTheFramesThatSkippingGives(int first)
    {
        TestMedia.Video(_folder.At("v.avi"), 24, 64, 48, "-c:v", "ffv1");
        TestMedia.Images(_folder, "pictures", 24, 64, 48);
        foreach (string name in (string[])["v.avi", "pictures"])
        {
            VadVideo video = VideoSource.FromPath(_folder.At(name)).Videos[0];
            var excerpt = new FrameExcerpt(first, Step: 4, Count: 4, IsNear: false);
            using FrameReader expected = new SkippingReader(video.OpenFrames(), excerpt);
            using FrameReader actual = video.OpenExcerpt(excerpt, default, CancellationToken.None);
            List<byte[]> frames = TestMedia.ReadAll(expected);
            Assert.Equal(4, frames.Count);
            Assert.Equal(frames, TestMedia.ReadAll(actual));
        }
    }

    [Fact]
    public void OpenExcerpt_BeyondTheEnd_IsShort()
    {
        TestMedia.Video(_folder.At("v.avi"), 24, 64, 48, "-c:v", "ffv1");
        VadVideo video = VideoSource.FromPath(_folder.At("v.avi")).Videos[0];
        foreach ((int first, int count) in ((int, int)[])[(18, 2), (200, 0)])
        {
            using FrameReader reader = video.OpenExcerpt(new FrameExcerpt(first, 4, 4, false), default, CancellationToken.None);
            Assert.Equal(count, TestMedia.ReadAll(reader).Count);
        }
    }

    [Theory]
    [InlineData("ped2", 360, 240, 1)]
    [InlineData("avenue-part", 213, 120, 3)]
    [InlineData("coffee-room", 107, 80, 3)]
    public void Learn_RealVideo_IsNearWhatPeopleNeed(string set, int width, int height, int channels)
    {
        WorkingSize size = WorkingSize.Learn(VadDataset.Open(TestData.Require(set), VadSplit.Train));

        Assert.InRange(size.Width, 0.85 * width, 1.15 * width);
        Assert.InRange(size.Height, 0.85 * height, 1.15 * height);
        Assert.Equal(channels, size.Channels);
        Assert.True(set != "ped2" || (size.Width, size.Height) == (width, height));
    }

    private static VideoSource Scene(int width, int height) =>
        VadDataset.Open($"synthetic:scene?videos=2&frames=120&width={width}&height={height}", VadSplit.Train);
}
