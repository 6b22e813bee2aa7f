using MlNetVad.Video;

namespace MlNetVad.Tests.Video;

public sealed class PictureRunsTests
{
    [Fact]
    public void FromPictures_FolderOfManySizes_IsAVideoARun()
    {
        using var folder = new TempFolder();
        TestMedia.Images(folder, "photos", 2);
        TestMedia.Pgm(folder.At("photos/010.pgm"), 20, 10, (_, _) => 7);
        TestMedia.Pgm(folder.At("photos/9.pgm"), 20, 10, (_, _) => 9);

        VideoSource source = VideoSource.FromPictures(Path.Combine(folder.Path, "photos"));

        Assert.Equal(["000.pgm", "9.pgm"], source.Videos.Select(v => v.Id));
        Assert.Equal([2, 2], source.Videos.Select(v => v.FrameCount));
        Assert.Equal("010.pgm", Path.GetFileName(source.Videos[1].FileOf(1)));
        Assert.Equal(new FrameFormat(10, 20), source.Videos[1].NativeFormat);
        VideoSource second = VideoSource.FromVideo(source.Videos[1]);
        Assert.Equal(2, second.FrameCount);
        Assert.Equal([9, 7], TestMedia.ReadAll(second.Videos[0].OpenFrames(cancellationToken: TestContext.Current.CancellationToken)).Select(f => (int)f[0]));
    }

    [Fact]
    public void FromPictures_OnePicture_IsOneFrame()
    {
        using var folder = new TempFolder();
        TestMedia.Pgm(folder.At("one.pgm"), 20, 10, (_, _) => 7);

        VideoSource source = VideoSource.FromPictures(folder.At("one.pgm"));

        Assert.Equal(1, source.FrameCount);
        Assert.Equal(folder.At("one.pgm"), source.Videos[0].FileOf(0));
    }

    [Fact]
    public void FromPictures_AnythingElse_IsOpenedAsVideo()
    {
        VideoSource scene = VideoSource.FromPictures("synthetic:scene?videos=1&frames=5");

        Assert.Equal(5, scene.FrameCount);
        Assert.Null(scene.Videos[0].FileOf(0));
        Assert.Throws<VadException>(() => VideoSource.FromPictures("nowhere"));
    }
}
