using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Video;

/// <summary>What a folder is, is not decided by one stray picture.</summary>
public sealed class FolderContentsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_SnapshotsBesideVideos_TakesTheVideosAndCountsBoth()
    {
        Videos("a.mp4", "b.mp4");
        TestMedia.Images(_folder, ".", 3);
        foreach (VideoSource source in (VideoSource[])[VideoSource.FromPath(_folder.Path), VideoSource.FromPictures(_folder.Path), VadDataset.Open(_folder.Path, VadSplit.Train)])
        {
            Assert.Equal(["a", "b"], source.Videos.Select(v => v.Id));
            Assert.Contains("2 videos were taken and 3 pictures ('000.pgm', …) left out", source.CountWarning);
        }
    }

    [Fact]
    public void Open_CoverBesideFoldersOfPictures_LeavesTheLabelsWhole()
    {
        TestMedia.Images(_folder, "test/x", 4);
        TestMedia.Images(_folder, "test/y", 3);
        TestMedia.Pgm(_folder.At("test/cover.pgm"), 8, 8, (_, _) => 0);
        _folder.Write("test/labels.csv", "video,first,last\nx,1,1\n");
        VideoSource source = VadDataset.Open(_folder.Path, VadSplit.Test);
        Assert.Equal(["x", "y"], source.Videos.Select(v => v.Id));
        Assert.Equal([0, 1, 0, 0], source.Videos[0].Labels!);
        Assert.Contains("2 videos were taken and 1 picture ('cover.pgm') left out", source.CountWarning);
    }

    [Fact]
    public void Open_AsManyPicturesAsAFolderBesideThemHas_IsRefusedWithBothCounts()
    {
        TestMedia.Images(_folder, ".", 5);
        TestMedia.Images(_folder, "thumbs", 5);
        string error = TestMedia.Error(() => VideoSource.FromPath(_folder.Path));
        Assert.Contains("holds 5 pictures ('000.pgm', …) beside 1 folder ('thumbs') of pictures, the smallest of them with 5", error);
    }

    [Fact]
    public void Open_FolderBelowWithPicturesAndVideos_IsRefusedWithBothCounts()
    {
        TestMedia.Images(_folder, "day1", 2);
        Videos("day1/a.mp4");
        string error = TestMedia.Error(() => VideoSource.FromPath(_folder.Path));
        Assert.Contains("day1' holds 2 pictures ('000.pgm', …) and 1 video file ('a.mp4')", error);
    }

    [Fact]
    public void Open_FoldersOfVideosAndUnknownFiles_AreSaidToBeLeftOut()
    {
        Videos("a.mp4", "older/b.mp4", "older/c.mp4");
        _folder.Write("camera.dav", "?");
        _folder.Write("notes.txt", "hello");
        VideoSource source = VideoSource.FromPath(_folder.Path);
        Assert.Equal("a", Assert.Single(source.Videos).Id);
        Assert.Contains("1 video was taken and 1 folder ('older') of video files and 1 file ('camera.dav') of another kind left out", source.CountWarning);
    }

    [Fact]
    public void Open_OnlyWhatIsRead_SaysNothing()
    {
        Videos("a.mp4");
        TestMedia.Images(_folder, "b", 2);
        _folder.Write(".hidden.jpg", "?");
        Assert.Null(VideoSource.FromPath(_folder.Path).CountWarning);
        Assert.Null(VideoSource.FromPath(_folder.At("b")).CountWarning);
    }

    [Fact]
    public void OpenFrames_TwoPictureFormats_AreOneVideo()
    {
        for (int i = 0; i < 6; i++)
        {
            TestMedia.Pgm(_folder.At($"i/{i}.pgm"), 32, 24, (_, _) => (byte)(40 * i));
            if (i % 3 != 0)
            {
                TestMedia.Ffmpeg("-i", _folder.At($"i/{i}.pgm"), _folder.At($"i/{i}.{(i % 3 == 1 ? "png" : "bmp")}"));
                File.Delete(_folder.At($"i/{i}.pgm"));
            }
        }

        List<byte[]> frames = TestMedia.ReadAll(VideoSource.FromPath(_folder.At("i")).Videos[0].OpenFrames());
        Assert.Equal([0, 40, 80, 120, 160, 200], frames.Select(f => (int)f[0]));
    }

    private void Videos(params string[] names) => Array.ForEach(names, name => TestMedia.Video(_folder.At(name), frames: 4));
}
