using System.Diagnostics;
using System.Text.Json.Nodes;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>A camera behind a real RTSP server that asks for a password and goes away.</summary>
public sealed class RtspTests : IDisposable
{
    private const string Secret = "hunter2secret", Wrong = "hunter3secret";

    private readonly string _folder = Directory.CreateTempSubdirectory("vad-rtsp").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Camera_ServerKilledAndStartedAgain_IsASilenceThatEndsAndNoPasswordIsShown()
    {
        RtspServer.Require();
        string video = Path.Combine(_folder, "gate.mp4");
        using (Process encoder = Process.Start("ffmpeg", $"-v error -f lavfi -i testsrc=size=160x120:rate=10:duration=60 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 10 -y {video}"))
        {
            await encoder.WaitForExitAsync();
        }

        int port = RtspServer.FreePort();
        await using TestHost host = await TestHost.Start();
        using HttpClient client = await host.Client(Roles.Administrator);
        Guid camera;
        using (RtspServer.Start(port, video, "admin", Secret))
        {
            camera = await host.Camera(new { Name = "gate", Source = $"rtsp://admin:{Secret}@127.0.0.1:{port}/gate", Model = "demo", SilentSeconds = 1 });
            await host.Camera(new { Name = "wrong", Source = $"rtsp://admin:{Wrong}@127.0.0.1:{port}/gate", Model = "demo", SilentSeconds = 1 });
            await TestHost.Until(() => Task.FromResult(Status().Scored > 3), "scores");
            await TestHost.Until(async () => (await Silences("wrong")).Any(e => ((string)e["reason"]!).Contains("401 Unauthorized", StringComparison.Ordinal)), "a wrong password that is named so");
        }

        await TestHost.Until(async () => (await Silences("gate")).Any(e => e["endedAt"] is null), "a silence");
        long frames = Status().Frames;
        using (RtspServer.Start(port, video, "admin", Secret))
        {
            await TestHost.Until(async () => Status().Frames > frames + 5 && (await Silences("gate")).All(e => e["endedAt"] is not null), "the silence's end");
        }

        Assert.InRange(Status().Restarts, 1, 10);
        string seen = await client.GetStringAsync("api/events") + await client.GetStringAsync("api/cameras") + await client.GetStringAsync("api/audit");
        Assert.Contains($"rtsp://127.0.0.1:{port}/gate", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, seen, StringComparison.Ordinal);

        CameraStatus Status() => host.Get<CameraHub>().Find(camera)!.Status;

        async Task<JsonNode[]> Silences(string name) => [.. (await WatchTests.Events(client)).OfType<JsonNode>().Where(e => (string?)e["kind"] == "Silent" && (string?)e["camera"] == name)];
    }
}
