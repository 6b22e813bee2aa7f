using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Tests;

public sealed class CameraSourceTests : IDisposable
{
    private readonly string _media = Directory.CreateTempSubdirectory("vad-media").FullName;

    public CameraSourceTests() => File.WriteAllText(Path.Combine(_media, "gate.mp4"), "");

    public void Dispose() => Directory.Delete(_media, recursive: true);

    [Theory]
    [InlineData("rtsp://admin:secret@10.0.0.7:554/ch1?token=abc")]
    [InlineData("https://camera.local/stream.m3u8")]
    [InlineData("synthetic:scene?fps=10")]
    [InlineData("push")]
    [InlineData("gate.mp4")]
    public void Check_WhatACameraIs_IsTaken(string source) => Assert.EndsWith(source, CameraSource.Check(source, [_media]), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("-i /etc/passwd")]
    [InlineData("-f lavfi -i testsrc")]
    [InlineData("file:///etc/passwd")]
    [InlineData("file:/etc/passwd")]
    [InlineData("concat:/etc/passwd|/etc/shadow")]
    [InlineData("concat://a|b")]
    [InlineData("pipe:0")]
    [InlineData("subfile,,start,0,end,9,,:/etc/passwd")]
    [InlineData("tcp://10.0.0.1:22")]
    [InlineData("udp://@:5000")]
    [InlineData("gopher://10.0.0.1/")]
    [InlineData("rtsp://10.0.0.1/a b -f null")]
    [InlineData("rtsp://10.0.0.1/a\n-y /tmp/x")]
    [InlineData("rtsp:///no-host")]
    [InlineData("/etc/passwd")]
    [InlineData("../../../etc/passwd")]
    [InlineData("gate.mp4/../../../etc/passwd")]
    [InlineData("absent.mp4")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("synthetic:scene?frames=x")]
    [InlineData("crypto:rtsp://x")]
    public void Check_AnythingElse_IsRefused(string source) => Assert.Throws<VadException>(() => CameraSource.Check(source, [_media]));

    [Fact]
    public void Check_ALinkOutOfTheMediaFolder_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.CreateSymbolicLink(Path.Combine(_media, "link.mp4"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(_media, "out"), "/etc");

        Assert.Throws<VadException>(() => CameraSource.Check("link.mp4", [_media]));
        Assert.Throws<VadException>(() => CameraSource.Check("out/passwd", [_media]));
    }

    [Fact]
    public void Show_AnAddressWithCredentials_HasNone() =>
        Assert.Equal("rtsp://10.0.0.7:554/ch1?token=***", CameraSource.Show("rtsp://admin:secret@10.0.0.7:554/ch1?token=abc"));
}
