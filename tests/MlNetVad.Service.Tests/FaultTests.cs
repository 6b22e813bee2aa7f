using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;
using MlNetVad.TestSupport;

namespace MlNetVad.Service.Tests;

/// <summary>What goes wrong around the service, and that it goes on.</summary>
public sealed class FaultTests
{
    private const string Scene = "synthetic:scene?width=120&height=90&fps=10&split=test&videos=1&frames=120&anomalies=1";

    [Fact]
    public async Task Decoder_KilledAgainAndAgain_IsStartedAnew()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the decoder in /proc");
        string media = Directory.CreateTempSubdirectory("vad-film").FullName;
        string film = Path.Combine(media, "film.mp4");
        ProgramResult made = Programs.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10", "-frames:v", "3000", "-c:v", "mpeg4", film]);
        Assert.True(made.ExitCode == 0, made.ToString());
        await using TestHost host = await TestHost.Start(options => options.MediaFolders.Add(media));
        Guid id = await host.Camera(new { Name = "film", Source = "film.mp4", Model = "demo" });
        CameraStatus status = host.Get<CameraHub>().Find(id)!.Status;

        for (int i = 1; i <= 3; i++)
        {
            long before = status.Scored;
            await TestHost.Until(() => Task.FromResult(status.State == CameraState.Live && status.Scored > before + 3), $"scores before kill {i}");
            await TestHost.Until(() => Task.FromResult(Kill(film)), $"decoder {i}");
            await TestHost.Until(() => Task.FromResult(status.Restarts == i), $"restart {i}");
        }

        await TestHost.Until(() => Task.FromResult(status.State == CameraState.Live), "frames after the last kill");
        Directory.Delete(media, recursive: true);
    }

    [Fact]
    public async Task Camera_ThatSendsGarbage_SaysSoAndHarmsNoOther()
    {
        using var garbage = new StreamServer(new byte[1 << 16].Select((_, i) => (byte)(i * 7)).ToArray());
        await using TestHost host = await TestHost.Start();
        Guid bad = await host.Camera(new { Name = "bad", Source = garbage.Url("live"), Model = "demo", SilentSeconds = 1 });
        Guid good = await host.Camera(new { Name = "good", Source = Scene, Model = "demo" });
        CameraHub hub = host.Get<CameraHub>();

        await TestHost.Until(() => Task.FromResult(hub.Find(bad)!.Status.Restarts >= 2), "two attempts");

        Assert.NotEmpty(hub.Find(bad)!.Status.Problem);
        await TestHost.Until(() => Task.FromResult(hub.Find(good)!.Status.Scored > 10), "scores of the good one");
        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Events.AnyAsync(e => e.Kind == EventKind.Silent && e.CameraId == bad)), "a silence");
    }

    [Fact]
    public async Task Disk_ThatTakesNothing_CostsPicturesAndNotTheEvent()
    {
        await using TestHost host = await TestHost.Start();
        Directory.Delete(host.Get<VadFolders>().Events);
        await File.WriteAllTextAsync(host.Get<VadFolders>().Events, "no folder");
        Guid id = await host.Camera(new { Name = "gate", Source = Scene, Model = "demo", CoolDownSeconds = 1 });

        await TestHost.Until(() => host.Get<DbAccess>().Run(db => db.Events.AnyAsync(e => e.EndedAt != null)), "an event that is over", 45);

        VadEvent item = await host.Get<DbAccess>().Run(db => db.Events.FirstAsync(e => e.EndedAt != null));
        Assert.False(item.HasClip);
        Assert.NotEmpty(item.Reason);
        Assert.Equal(CameraState.Live, host.Get<CameraHub>().Find(id)!.Status.State);
    }

    [Fact]
    public async Task Browser_ThatDoesNotRead_HoldsNobodyUp()
    {
        await using TestHost host = await TestHost.Start();
        Guid id = await host.Camera(new { Name = "watched", Source = Scene, Model = "demo" });
        Guid other = await host.Camera(new { Name = "not watched", Source = Scene, Model = "demo" });
        using HttpClient viewer = await host.Client(Roles.Viewer);
        string key = viewer.DefaultRequestHeaders.GetValues("X-Api-Key").Single();
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(host.Address.Host, host.Address.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/cameras/{id}/live.mjpeg HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {key}\r\n\r\n"));
        CameraStatus status = host.Get<CameraHub>().Find(id)!.Status;
        CameraStatus peer = host.Get<CameraHub>().Find(other)!.Status;
        await TestHost.Until(() => Task.FromResult(status.Scored > 10 && peer.Scored > 10), "scores");

        (long before, long peerBefore) = (status.Scored, peer.Scored);
        await Task.Delay(4000);

        Assert.InRange(status.Scored - before, Math.Max(1, (peer.Scored - peerBefore) / 2), 60);
    }

    [Fact]
    public async Task WallClock_ThatJumps_MakesNoEventAndEndsNone()
    {
        var clock = new JumpingClock();
        await using TestHost host = await TestHost.Start(services: services => services.AddSingleton<TimeProvider>(clock));
        Guid id = await host.Camera(new { Name = "gate", Source = "synthetic:scene?width=120&height=90&fps=10&split=train&videos=1&frames=600", Model = "demo", SilentSeconds = 60 });
        CameraStatus status = host.Get<CameraHub>().Find(id)!.Status;
        await TestHost.Until(() => Task.FromResult(status.Scored > 10), "scores");

        clock.Jump = TimeSpan.FromDays(-1);
        long before = status.Scored;
        await Task.Delay(1500);
        clock.Jump = TimeSpan.FromHours(5);
        await Task.Delay(1500);

        Assert.InRange(status.Scored - before, 3, 60);
        Assert.Equal(CameraState.Live, status.State);
        Assert.False(await host.Get<DbAccess>().Run(db => db.Events.AnyAsync(e => e.Kind == EventKind.Silent)));
    }

    // what ffmpeg reads stands in its command line
    private static bool Kill(string film)
    {
        foreach (string folder in Directory.GetDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsDigit)))
        {
            try
            {
                string[] words = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
                if (words[0].EndsWith("ffmpeg", StringComparison.Ordinal) && words.Contains($"file:{film}"))
                {
                    Process.GetProcessById(int.Parse(Path.GetFileName(folder))).Kill();
                    return true;
                }
            }
            catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
            {
                // it has ended meanwhile
            }
        }

        return false;
    }

    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;
    }
}
