using System.Text.Json.Nodes;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Tests;

public sealed class ClipTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vad-clip").FullName;

    private string Spool => Path.Combine(_folder, "frames.mjpeg");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(10.0, 100, 601)]
    [InlineData(60.0, 100, 3601)]
    [InlineData(10.0, 1 << 20, 64)]
    public void Add_MoreThanAMinuteOrTheBytes_KeepsNoMoreAndAgainAfterARestart(double rate, int bytes, int expected)
    {
        var jpeg = new byte[bytes];
        var clip = new Clip(Spool);
        for (int i = 0; i < 5000; i++)
        {
            Assert.Null(clip.Add(jpeg, 1000 + (i / rate), 0.7f, place: null));
        }

        Assert.Equal(expected, Points(clip));
        Assert.Equal((long)expected * bytes, new FileInfo(Spool).Length);

        var again = new Clip(Spool, clip.Curve);
        for (int i = 0; i < 100; i++)
        {
            Assert.Null(again.Add(jpeg, i, 0.7f, place: null));
        }

        Assert.InRange(Points(again), expected, expected + 1);
    }

    private static int Points(Clip clip) => JsonNode.Parse(clip.Curve)!.AsArray().Count;
}
