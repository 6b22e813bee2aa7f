using System.Diagnostics;
using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Tests.Video;

public sealed class FrameReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.avi")]
    [InlineData("v.mp4")]
    [InlineData("v.mkv")]
    [InlineData("v.ts")]
    public void OpenFrames_VideoFile_GivesEveryFrameOnce(string name)
    {
        string path = TestMedia.Video(_folder.At(name), frames: 30);
        VadVideo video = Assert.Single(VideoSource.FromPath(path).Videos);
        Assert.Equal("v", video.Id);
        Assert.Equal(new FrameFormat(TestMedia.Height, TestMedia.Width), video.NativeFormat);
        Assert.Equal(25, video.FramesPerSecond!.Value, 3);
        Assert.Equal(30, video.ExpectedFrameCount);
        Assert.Null(video.FrameCount);
        Assert.Null(video.Labels);
        Assert.Equal(30, TestMedia.ReadAll(video.OpenFrames()).Count);
    }

    [Fact]
    public void OpenFrames_Twice_GivesTheSameBytes()
    {
        VadVideo video = VideoSource.FromPath(TestMedia.Video(_folder.At("v.mp4"))).Videos[0];
        Assert.Equal(TestMedia.ReadAll(video.OpenFrames()), TestMedia.ReadAll(video.OpenFrames()));
    }

    [Fact]
    public void OpenFrames_ColourAndSize_AreWhatWasAskedFor()
    {
        VadVideo video = VideoSource.FromPath(TestMedia.Video(_folder.At("v.avi"))).Videos[0];
        using FrameReader reader = video.OpenFrames(new FrameFormat(10, 16, 3));
        Assert.Equal(new FrameFormat(10, 16, 3), reader.Format);
        var frame = new byte[480];
        Assert.True(reader.Read(frame));
        bool coloured = Enumerable.Range(0, 160).Any(i => Math.Abs(frame[3 * i] - frame[(3 * i) + 1]) > 50);
        Assert.True(coloured);
    }

    [Fact]
    public void OpenFrames_OneSideGiven_KeepsTheAspectRatio()
    {
        TestMedia.RequireFfmpeg();
        string path = TestMedia.Images(_folder, "images", 2);
        using FrameReader reader = VideoSource.FromPath(path).Videos[0].OpenFrames(new FrameFormat(12, 0));
        Assert.Equal(new FrameFormat(12, 16, 1), reader.Format);
    }

    [Fact]
    public void OpenFrames_ImagesWithoutLeadingZeros_ComeInNumericOrder()
    {
        TestMedia.RequireFfmpeg();
        foreach (int i in new[] { 1, 2, 9, 10, 11, 20 })
        {
            TestMedia.Pgm(_folder.At($"it's a clip/frame {i}.pgm"), 8, 8, (_, _) => (byte)i);
        }

        List<byte[]> frames = TestMedia.ReadAll(VideoSource.FromPath(_folder.At("it's a clip")).Videos[0].OpenFrames());
        Assert.Equal([1, 2, 9, 10, 11, 20], frames.Select(f => f[0]));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("bmp")]
    [InlineData("tif")]
    [InlineData("webp")]
    [InlineData("jpeg")]
    public void OpenFrames_ImageFormat_IsRead(string extension)
    {
        string[] codec = extension == "webp" ? ["-c:v", "libwebp"] : [];
        TestMedia.Ffmpeg(["-f", "lavfi", "-i", "color=white:s=20x10:d=0.12:r=25", .. codec, "-f", "image2", _folder.At($"i/%03d.{extension}")]);
        VadVideo video = VideoSource.FromPath(_folder.At("i")).Videos[0];
        Assert.Equal(3, video.FrameCount);
        Assert.Equal(new FrameFormat(10, 20), video.NativeFormat);
        Assert.All(TestMedia.ReadAll(video.OpenFrames()), f => Assert.All(f, p => Assert.InRange(p, 253, 255)));
    }

    [Theory]
    [InlineData("ramp.jpg", "-q:v", "1", "-pix_fmt", "yuvj420p")]
    [InlineData("ramp.avi", "-c:v", "ffv1", "-pix_fmt", "yuv420p")]
    [InlineData("ramp.png", "-pix_fmt", "rgb24", "-frames:v", "1")]
    public void OpenFrames_Grey_IsLumaOverTheFullRange(string name, params string[] codec)
    {
        TestMedia.Pgm(_folder.At("source/ramp.pgm"), 256, 16, (x, _) => (byte)x);
        string path = _folder.At($"out/{name}");
        TestMedia.Ffmpeg(["-i", _folder.At("source/ramp.pgm"), .. codec, path]);
        VideoSource source = VideoSource.FromPath(name.EndsWith(".avi", StringComparison.Ordinal) ? path : _folder.At("out"));
        byte[] frame = Assert.Single(TestMedia.ReadAll(source.Videos[0].OpenFrames()));
        for (int x = 0; x < 256; x++)
        {
            Assert.InRange(frame[x], x - 2, x + 2);
        }
    }

    [Fact]
    public void OpenFrames_TurnedVideo_IsUpright()
    {
        string flat = TestMedia.Video(_folder.At("flat.mp4"));
        TestMedia.Ffmpeg("-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90", _folder.At("turned.mp4"));
        VadVideo video = VideoSource.FromPath(_folder.At("turned.mp4")).Videos[0];
        Assert.Equal(new FrameFormat(TestMedia.Width, TestMedia.Height), video.NativeFormat);
        byte[] upright = TestMedia.ReadAll(video.OpenFrames())[0], source = TestMedia.ReadAll(VideoSource.FromPath(flat).Videos[0].OpenFrames())[0];
        long clockwise = 0, counterclockwise = 0;
        for (int y = 0; y < TestMedia.Height; y++)
        {
            for (int x = 0; x < TestMedia.Width; x++)
            {
                int level = source[(y * TestMedia.Width) + x];
                clockwise += Math.Abs(level - upright[(x * TestMedia.Height) + TestMedia.Height - 1 - y]);
                counterclockwise += Math.Abs(level - upright[((TestMedia.Width - 1 - x) * TestMedia.Height) + y]);
            }
        }

        Assert.InRange(Math.Min(clockwise, counterclockwise), 0, 2 * source.Length);
    }

    [Fact]
    public void Dispose_BeforeTheEnd_EndsTheProcess()
    {
        TestMedia.RequireFfmpeg();
        var job = new FfmpegJob { Address = MediaAddress.Parse("endless"), Input = ["-f", "lavfi", "-i", "testsrc=s=32x24"] };
        var ffmpeg = new FfmpegReader(job, new FrameFormat(TestMedia.Height, TestMedia.Width), CancellationToken.None);
        using var reader = new PrefetchReader(ffmpeg, CancellationToken.None);
        Assert.True(reader.Read(new byte[reader.Format.FrameBytes]));
        using (Process running = Process.GetProcessById(ffmpeg.ProcessId))
        {
            Assert.False(running.HasExited);
        }

        reader.Dispose();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(ffmpeg.ProcessId));
    }

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        string path = TestMedia.Video(_folder.At("v.avi"), frames: 200);
        using FrameReader reader = VideoSource.FromPath(path).Videos[0].OpenFrames(default, cancel.Token);
        var frame = new byte[reader.Format.FrameBytes];
        Assert.True(reader.Read(frame));
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => reader.Read(frame));
    }

    [Fact]
    public void OpenFrames_HttpUrl_IsRead()
    {
        string path = TestMedia.Video(_folder.At("v.ts"), frames: 20);
        using var server = new StreamServer(File.ReadAllBytes(path));
        VideoSource source = VideoSource.FromPath($"http://user:secret@127.0.0.1:{server.Port}/v.ts");
        Assert.Equal($"http://127.0.0.1:{server.Port}/v.ts", source.Videos[0].Id);
        Assert.Equal(20, TestMedia.ReadAll(source.Videos[0].OpenFrames()).Count);
    }

    [Fact]
    public void IsLive_UrlWithoutALengthOrASize_IsACamera()
    {
        string path = _folder.At("v.mpjpeg");
        TestMedia.Ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x48:d=1", "-c:v", "mjpeg", "-f", "mpjpeg", path);
        using var camera = new StreamServer(File.ReadAllBytes(path)) { TellsLength = false };
        using var server = new StreamServer(File.ReadAllBytes(path));

        Assert.True(VideoSource.FromPath(camera.Url("v.mpjpeg")).Videos[0].IsLive);
        Assert.False(VideoSource.FromPath(server.Url("v.mpjpeg")).Videos[0].IsLive);
        Assert.False(VideoSource.FromPath(path).Videos[0].IsLive);
        Assert.False(VideoSource.FromPath("synthetic:scene").Videos[0].IsLive);
    }

    [Theory]
    [InlineData("2", "10", -1)]
    [InlineData("a2b", "a10b", -1)]
    [InlineData("007", "7", -1)]
    [InlineData("frame_100", "frame_99", 1)]
    [InlineData("B1", "a1", 1)]
    [InlineData("x", "x", 0)]
    public void NaturalOrder_Names_CompareAsNumbers(string left, string right, int expected)
    {
        Assert.Equal(expected, Math.Sign(NaturalOrder.Compare(left, right)));
        Assert.Equal(-expected, Math.Sign(NaturalOrder.Compare(right, left)));
    }
}
