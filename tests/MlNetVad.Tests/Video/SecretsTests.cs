using MlNetVad.Video;
using MlNetVad.Video.Frames;

namespace MlNetVad.Tests.Video;

public sealed class SecretsTests
{
    public static TheoryData<string> Names =>
        ["user", "password", "pwd", "pass", "token", "key", "secret", "auth", "signature", "username", "passwd", "loginpas", "usr", "PASSWORD", "access_token", "api-key", "X-Amz-Credential"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hide_ParameterOfAnyPlace_ShowsOnlyItsName(string name)
    {
        Assert.Equal($"http://cam:80/v?{name}=***&channel=2", Secrets.Hide($"http://cam:80/v?{name}=geheim&channel=2"));
        Assert.Equal($"http://cam/v?channel=2&{name}=***", Secrets.Hide($"http://cam/v?channel=2&{name}=geheim"));
        Assert.Equal($"rtsp://cam/{name}=***", Secrets.Hide($"rtsp://cam/{name}=geheim?real_stream"));
        Assert.Equal($"rtsp://cam?{name}=***", Secrets.Hide($"rtsp://cam?{name}=ge/h?e;i=m#geheim"));
        Assert.Equal($"rtsp://cam/{name}=***&channel=1", Secrets.Hide($"rtsp://user:geheim@cam/{name}=geheim&channel=1"));
        Assert.Equal($"say 'http://cam/?{name}=***' failed", Secrets.HideIn($"say 'http://cam/?{name}=geheim' failed"));
    }

    [Theory]
    [InlineData("rtsp://admin:geheim@cam:554/1?channel=1", "rtsp://cam:554/1?channel=1")]
    [InlineData("rtsp://admin:ge@heim@cam/1", "rtsp://cam/1")]
    [InlineData("rtsp://admin:ge/heim@cam/1", "rtsp://cam/1")]
    [InlineData("rtsp://admin:ge?heim@cam/1", "rtsp://cam/1")]
    [InlineData("ftp://admin:geheim@host/v.mp4", "ftp://host/v.mp4")]
    [InlineData("http://[::1]:80/@home/v", "http://[::1]:80/@home/v")]
    [InlineData("http://host:80/@home/v?channel=1&stream=0", "http://host:80/@home/v?channel=1&stream=0")]
    [InlineData("http://host?mail=a@b", "http://host?mail=a@b")]
    [InlineData("videos/user=1.mp4", "videos/user=1.mp4")]
    public void Hide_Address_KeepsWhatIsNoSecret(string address, string shown) => Assert.Equal(shown, Secrets.Hide(address));

    [Theory]
    [MemberData(nameof(Names))]
    public void Clean_ToolsWords_HoldNoSecret(string name)
    {
        MediaAddress address = MediaAddress.Parse($"http://u:geheim@cam/list?{name}=geheim&x=1");
        string clean = address.Clean($"{address.Input}: no; http://other/seg?{name}=geheim: gone");
        Assert.Equal($"http://cam/list?{name}=***&x=1: no; http://other/seg?{name}=*** gone", clean);
        Assert.DoesNotContain("geheim", TestMedia.Error(() => VideoSource.FromPath($"ftp://host/v.mp4?{name}=geheim")), StringComparison.Ordinal);
    }
}
