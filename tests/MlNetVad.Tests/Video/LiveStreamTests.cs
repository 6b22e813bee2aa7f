using System.Diagnostics;
using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Tests.Video;

/// <summary>Streams that break off, fall silent or come back; and decoders that hang or grow.</summary>
public sealed class LiveStreamTests : IDisposable
{
    private const int Frames = 50;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("v.ts", false, false)]
    [InlineData("v.ts", false, true)]
    [InlineData("v.mpjpeg", false, false)]
    [InlineData("v.mpjpeg", false, true)]
    [InlineData("v.ts", true, false)]
    [InlineData("v.ts", true, true)]
    [InlineData("v.mkv", true, false)]
    public void Read_StreamThatEndsHalfWay_BreaksOffAfterItsFrames(string name, bool tellsLength, bool silent)
    {
        byte[] content = Content(name);
        using var server = new StreamServer(content) { TellsLength = tellsLength, FallsSilent = silent, Gives = _ => content.Length / 2 };
        (int frames, _, string? error) = Read(server.Url(name), new StreamOptions { TimeoutSeconds = 1 });

        Assert.InRange(frames, 15, 35);
        Assert.Contains($"The stream '{server.Url(name)}' broke off after {frames} frames: ", error);
        Assert.DoesNotContain("\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v.ts", true, true)]
    [InlineData("v.mkv", true, true)]
    [InlineData("v.mpjpeg", true, true)]
    [InlineData("v.ts", false, false)]
    [InlineData("v.mpjpeg", false, false)]
    public void Read_WholeContent_EndsWellOnlyWhereItsLengthIsKnown(string name, bool tellsLength, bool ends)
    {
        using var server = new StreamServer(Content(name)) { TellsLength = tellsLength };
        (int frames, _, string? error) = Read(server.Url(name), new StreamOptions());

        Assert.InRange(frames, Frames - 1, Frames);
        Assert.Equal(ends, error is null);
    }

    [Fact]
    public void Read_Reconnect_GoesOnWithNumbersAndTimes()
    {
        byte[] content = Content("v.mpjpeg");
        using var server = new StreamServer(content) { TellsLength = false, Gives = n => n is 2 || n > 3 ? 0 : content.Length };
        (int frames, List<FrameNote> notes, string? error) = Read(server.Url("v.mpjpeg"), new StreamOptions { ReconnectSeconds = 4 });

        // looked at, read, refused after one second, read after two more, refused until four seconds are over
        Assert.Equal(2 * Frames, frames);
        Assert.Contains($"broke off after {2 * Frames} frames", error);
        Assert.InRange(server.Connections, 6, 8);
        FrameNote again = Assert.Single(notes, note => note.Warning is not null);
        Assert.Equal(Frames, notes.IndexOf(again));
        Assert.Contains($"broke off after {Frames} frames", again.Warning);
        Assert.InRange(again.Time - notes[Frames - 1].Time, 2.5, 60);
        Assert.Equal(notes.Select(note => note.Time).Order(), notes.Select(note => note.Time));
    }

    [Fact]
    public void Read_CancelledWhileReconnecting_StopsAtOnce()
    {
        using var server = new StreamServer(Content("v.mpjpeg")) { TellsLength = false, Gives = n => n < 2 ? int.MaxValue : 0 };
        using var cancel = new CancellationTokenSource();
        VadVideo video = VideoSource.FromPath(server.Url("v.mpjpeg"), new StreamOptions { ReconnectSeconds = 1000 }).Videos[0];
        using FrameReader reader = video.OpenFrames(default, cancel.Token);
        cancel.CancelAfter(TimeSpan.FromSeconds(4));
        var frame = new byte[reader.Format.FrameBytes];
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            while (reader.Read(frame))
            {
            }
        });
    }

    [Fact]
    public void Read_UdpThatFallsSilent_BreaksOff()
    {
        string path = TestMedia.Video(_folder.At("v.ts"), 100, codec: ["-c:v", "mpeg2video"]);
        int port = FreeUdpPort();
        using Process sender = FfmpegTool.Start("ffmpeg", ["-loglevel", "quiet", "-nostdin", "-stream_loop", "4", "-re", "-i", path, "-c", "copy", "-f", "mpegts", $"udp://127.0.0.1:{port}?pkt_size=1316"]);
        (int frames, _, string? error) = Read($"udp://127.0.0.1:{port}?password=geheim", new StreamOptions { TimeoutSeconds = 2 });
        FfmpegTool.Kill(sender);

        Assert.InRange(frames, 20, 500);
        Assert.Contains($"The stream 'udp://127.0.0.1:{port}?password=***' broke off after {frames} frames", error);
    }

    [Fact]
    public void Read_DecoderThatHangs_IsEnded()
    {
        using FfmpegReader reader = Endless(new FfmpegJob { Address = MediaAddress.Parse("endless"), Input = Generated, Patience = 1 });
        Assert.SkipUnless(OperatingSystem.IsLinux(), "stops a process by a signal");
        Programs.Signal(reader.ProcessId, "STOP");
        Assert.Matches(@"'endless' was ended after \d+ frames?: no frame came for 1 s", TestMedia.Error(() => ReadOn(reader)));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(reader.ProcessId));
    }

    [Fact]
    public void Read_DecoderThatGrows_IsEnded()
    {
        TestMedia.RequireFfmpeg();
        var job = new FfmpegJob { Address = MediaAddress.Parse("endless"), Input = Generated, Memory = 1 << 20 };
        using var reader = new FfmpegReader(job, new FrameFormat(TestMedia.Height, TestMedia.Width), CancellationToken.None);
        Assert.Contains("ffmpeg took more than 0 GiB of memory", TestMedia.Error(() => ReadOn(reader)));
        Assert.True(reader.IsOvergrown);
    }

    [Fact]
    public void Read_LiveDecoderThatGrows_IsStartedAnew()
    {
        // a machine under load may take longer for the first frame than the watch for its first look
        const long few = 1 << 20;
        int started = 0;
        MediaAddress address = MediaAddress.Parse("udp://camera");
        var format = new FrameFormat(TestMedia.Height, TestMedia.Width);
        FfmpegReader Open() => new(new FfmpegJob { Address = address, Input = Generated, IsLive = true, Memory = started++ == 0 ? few : long.MaxValue }, format, CancellationToken.None);
        using var reader = new StreamFrames(Open, address, isLive: true, format, CancellationToken.None);
        var frame = new byte[format.FrameBytes];
        string? warning = null;
        try
        {
            Assert.True(reader.Read(frame));
        }
        catch (VadException e) when (e.Message.Contains("gave no frame", StringComparison.Ordinal))
        {
            Assert.Skip("the machine is too busy: " + e.Message);
        }

        while (warning is null)
        {
            Assert.True(reader.Read(frame));
            warning = reader.Last.Warning;
        }

        Assert.Equal(2, started);
        Assert.Contains("GiB of memory", warning);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1, -1)]
    [InlineData(1, double.PositiveInfinity)]
    public void FromPath_ImpossiblePatience_IsRefused(double timeout, double reconnect) =>
        Assert.Contains("Seconds is", TestMedia.Error(() => VideoSource.FromPath("http://camera", new StreamOptions { TimeoutSeconds = timeout, ReconnectSeconds = reconnect })));

    private static string[] Generated => ["-f", "lavfi", "-i", "testsrc=s=32x24"];

    private static FfmpegReader Endless(FfmpegJob job)
    {
        TestMedia.RequireFfmpeg();
        var reader = new FfmpegReader(job, new FrameFormat(TestMedia.Height, TestMedia.Width), CancellationToken.None);
        Assert.True(reader.Read(new byte[reader.Format.FrameBytes]));
        return reader;
    }

    private static void ReadOn(FrameReader reader)
    {
        var frame = new byte[reader.Format.FrameBytes];
        while (reader.Read(frame))
        {
        }
    }

    private static (int Frames, List<FrameNote> Notes, string? Error) Read(string url, StreamOptions options)
    {
        var notes = new List<FrameNote>();
        using FrameReader reader = VideoSource.FromPath(url, options).Videos[0].OpenFrames();
        var frame = new byte[reader.Format.FrameBytes];
        try
        {
            while (reader.Read(frame))
            {
                notes.Add(reader.Last);
            }
        }
        catch (VadException e)
        {
            return (notes.Count, notes, e.Message);
        }

        return (notes.Count, notes, null);
    }

    private static int FreeUdpPort()
    {
        using var socket = new System.Net.Sockets.UdpClient(0, System.Net.Sockets.AddressFamily.InterNetwork);
        return ((System.Net.IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    private byte[] Content(string name)
    {
        string[] codec = name.EndsWith("ts", StringComparison.Ordinal) ? ["-c:v", "mpeg2video"]
            : name.EndsWith("mpjpeg", StringComparison.Ordinal) ? ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-f", "mpjpeg"]
            : ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"];
        return File.ReadAllBytes(TestMedia.Video(_folder.At(name), Frames, 64, 48, codec));
    }
}
