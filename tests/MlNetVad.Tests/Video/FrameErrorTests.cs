using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Tests.Video;

public sealed class FrameErrorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FromPath_MissingPath_NamesIt() =>
        Assert.Contains("'/no/such/thing' does not exist", TestMedia.Error(() => VideoSource.FromPath("/no/such/thing")));

    [Fact]
    public void FromPath_EmptyFolder_SaysSo() =>
        Assert.Contains("is empty", TestMedia.Error(() => VideoSource.FromPath(_folder.Path)));

    [Fact]
    public void FromPath_FolderWithoutVideo_SaysWhatWasExpected()
    {
        _folder.Write("notes.txt", "hello");
        Assert.Contains("holds no video", TestMedia.Error(() => VideoSource.FromPath(_folder.Path)));
    }

    [Fact]
    public void OpenFrames_TextNamedMp4_SaysItIsNoVideo()
    {
        TestMedia.RequireFfmpeg();
        string path = _folder.Write("text.mp4", "hello, this is text");
        string error = TestMedia.Error(() => VideoSource.FromPath(path).Videos[0].OpenFrames());
        Assert.Contains("text.mp4' cannot be read as video", error);
    }

    [Fact]
    public void OpenFrames_Mp4CutInHalf_SaysItMayBeTruncated()
    {
        string path = Cut(TestMedia.Video(_folder.At("v.mp4"), frames: 50));
        Assert.Contains("may be truncated", TestMedia.Error(() => TestMedia.ReadAll(VideoSource.FromPath(path).Videos[0].OpenFrames())));
    }

    [Theory]
    [InlineData("v.avi")]
    [InlineData("v.mkv")]
    public void Read_FileCutInHalf_SaysWhatCame(string name)
    {
        string path = Cut(TestMedia.Video(_folder.At(name), frames: 100, width: 64, height: 48));
        string error = TestMedia.Error(() => TestMedia.ReadAll(VideoSource.FromPath(path).Videos[0].OpenFrames()));
        Assert.Matches(@"truncated or damaged: 4\.0 s were promised, it ends after \d\.\d s and \d+ frames|is damaged from about frame \d+", error);
    }

    [Fact]
    public void Read_TransportStreamCutInHalf_GivesFfmpegsWords()
    {
        string path = Cut(TestMedia.Video(_folder.At("v.ts"), 100, 64, 48, "-c:v", "mpeg2video"));
        Assert.Contains("is damaged from about frame", TestMedia.Error(() => TestMedia.ReadAll(VideoSource.FromPath(path).Videos[0].OpenFrames())));
    }

    [Fact]
    public void OpenFrames_ImagesOfTwoSizes_NamesBothFilesAndSizes()
    {
        string path = TestMedia.Images(_folder, "images", 3);
        TestMedia.Pgm(_folder.At("images/003.pgm"), 40, 30, (_, _) => 0);
        string error = TestMedia.Error(() => VideoSource.FromPath(path).Videos[0].OpenFrames());
        Assert.Contains("'000.pgm' is 32×24, '003.pgm' is 40×30", error);
    }

    [Fact]
    public void OpenFrames_ImageWithoutHeader_NamesTheFile()
    {
        TestMedia.Images(_folder, "images", 3);
        _folder.Write("images/002.jpg", "no image");
        Assert.Contains("002.jpg' cannot be read", TestMedia.Error(() => VideoSource.FromPath(_folder.At("images")).Videos[0].OpenFrames()));
    }

    [Fact]
    public void Read_ImageCutInHalf_IsAnError()
    {
        TestMedia.Ffmpeg("-f", "lavfi", "-i", "testsrc=s=320x240:d=0.2:r=25", _folder.At("i/%03d.jpg"));
        string third = _folder.At("i/003.jpg");
        File.WriteAllBytes(third, File.ReadAllBytes(third)[..2000]);
        string error = TestMedia.Error(() => TestMedia.ReadAll(VideoSource.FromPath(_folder.At("i")).Videos[0].OpenFrames()));
        Assert.Contains("damaged", error);
    }

    [Fact]
    public void OpenFrames_UnreachableUrl_HidesThePassword()
    {
        TestMedia.RequireFfmpeg();
        int port;
        using (var server = new StreamServer([]))
        {
            port = server.Port;
        }

        string error = TestMedia.Error(() => VideoSource.FromPath($"http://admin:secret@127.0.0.1:{port}/x.ts").Videos[0].OpenFrames());
        Assert.Contains("could not be opened", error);
        Assert.Contains("refused", error);
        Assert.DoesNotContain("secret", error);
    }

    [Fact]
    public void Locate_NotOnThePath_SaysHowToInstall()
    {
        string error = TestMedia.Error(() => FfmpegTool.Locate("ffmpeg", searchPath: _folder.Path));
        Assert.StartsWith("ffmpeg was not found; install it (Debian and Ubuntu: apt-get install ffmpeg", error);
    }

    [Fact]
    public void OpenFrames_AudioOnly_SaysThereIsNoVideo()
    {
        TestMedia.Ffmpeg("-f", "lavfi", "-i", "sine=d=0.2", _folder.At("a.mkv"));
        Assert.Contains("holds no video stream", TestMedia.Error(() => VideoSource.FromPath(_folder.At("a.mkv")).Videos[0].OpenFrames()));
    }

    [Fact]
    public void OpenFrames_ImpossibleFormat_IsRefused()
    {
        VideoSource source = VideoSource.FromPath("synthetic:scene?videos=1&frames=2");
        Assert.Contains("not possible", TestMedia.Error(() => source.Videos[0].OpenFrames(new FrameFormat(0, 0, 2))));
        Assert.Contains("not possible", TestMedia.Error(() => source.Videos[0].OpenFrames(new FrameFormat(-1, 0))));
    }

    [Fact]
    public void Read_PushedFrameOfWrongSize_NamesIt()
    {
        VideoSource source = VideoSource.FromFrames("cam", [new byte[6], new byte[5]], new FrameFormat(2, 3));
        Assert.Contains("Frame 1 of video 'cam' has 5 bytes", TestMedia.Error(() => TestMedia.ReadAll(source.Videos[0].OpenFrames())));
    }

    private static string Cut(string path)
    {
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        return path;
    }
}
