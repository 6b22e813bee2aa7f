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
    public Task Decoder_KilledAgainAndAgain_IsStartedAnew() => KillDecoders(cameras: 1, kills: 3, steadySeconds: 0);

    /// <summary>Ten cameras, ten kills each, at the time that the pauses between attempts take: some minutes.</summary>
    [Fact(Explicit = true)]
    public Task Decoder_KilledAHundredTimes_IsStartedAnewAndNothingIsLeftBehind() => KillDecoders(cameras: 10, kills: 10, steadySeconds: 11);

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

    /// <summary>What cameras see while the database takes nothing for a minute is written once when it is back.</summary>
    [Fact(Explicit = true)]
    public async Task Database_GoneForAMinute_LosesNoEventAndHoldsNoCameraUp()
    {
        await using TestHost host = await TestHost.Start();
        await host.Camera(new { Name = "gate", Source = Scene, Model = "demo", CoolDownSeconds = 1 });
        CameraStatus status = host.Get<CameraHub>().Workers.Values.Single().Status;
        DbAccess database = host.Get<DbAccess>();
        await TestHost.Until(() => Task.FromResult(status.Scored > 10), "scores");

        await database.Run(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE Events RENAME TO Away"));
        (long before, DateTime gone) = (status.Scored, DateTime.UtcNow);
        await Task.Delay(60_000);
        (long during, int waiting) = (status.Scored - before, host.Get<Events.EventWriter>().Pending);
        await database.Run(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE Away RENAME TO Events"));
        DateTime back = DateTime.UtcNow;
        await TestHost.Until(() => database.Run(db => db.Events.AnyAsync(e => e.StartedAt > gone && e.EndedAt < back && e.HasClip)), "an event of the minute with its clip");

        VadEvent[] events = await database.Run(db => db.Events.Where(e => e.StartedAt > gone && e.StartedAt < back).ToArrayAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{during} frames scored meanwhile, {waiting} events waited, {events.Length} are there.");
        Assert.True(during > 100);
        Assert.True(events.Length >= waiting && waiting > 0, $"{waiting} waited, {events.Length} are there");
    }

    private static async Task KillDecoders(int cameras, int kills, double steadySeconds)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "finds the decoder in /proc");
        string media = Directory.CreateTempSubdirectory("vad-film").FullName;
        string[] films = [.. Enumerable.Range(1, cameras).Select(i => Path.Combine(media, $"film{i}.mp4"))];
        ProgramResult made = Programs.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=10", "-frames:v", "9000", "-c:v", "mpeg4", films[0]]);
        Assert.True(made.ExitCode == 0, made.ToString());
        Array.ForEach(films[1..], film => File.Copy(films[0], film));
        await using (TestHost host = await TestHost.Start(options => options.MediaFolders.Add(media)))
        {
            CameraHub hub = host.Get<CameraHub>();
            CameraStatus[] all = [.. await Task.WhenAll(films.Select(async film => hub.Find(await host.Camera(new { Name = Path.GetFileName(film), Source = Path.GetFileName(film), Model = "demo", FramesPerSecond = 2 }))!.Status))];
            await TestHost.Until(() => Task.FromResult(all.All(status => status.Scored > 3)), "scores of all", 120);
            string before = Left();
            await Task.WhenAll(films.Zip(all, (film, status) => KillDecoder(film, status, kills, steadySeconds)));

            TestContext.Current.TestOutputHelper?.WriteLine($"{all.Sum(status => status.Restarts)} decoders started anew; before: {before}; after: {Left()}");
            Assert.Equal(cameras * kills, all.Sum(status => status.Restarts));
        }

        Directory.Delete(media, recursive: true);
    }

    private static async Task KillDecoder(string film, CameraStatus status, int kills, double steadySeconds)
    {
        for (int i = 1; i <= kills; i++)
        {
            long before = status.Scored;
            await TestHost.Until(() => Task.FromResult(status.State == CameraState.Live && status.Scored > before + 3), $"scores before kill {i}", 120);
            await Task.Delay(TimeSpan.FromSeconds(steadySeconds));   // after ten good seconds the pause is a short one again
            await TestHost.Until(() => Task.FromResult(Kill(film)), $"decoder {i}");
            await TestHost.Until(() => Task.FromResult(status.Restarts == i), $"restart {i}");
        }

        await TestHost.Until(() => Task.FromResult(status.State == CameraState.Live), "frames after the last kill");
    }

    private static string Left()
    {
        using var process = Process.GetCurrentProcess();
        return $"{process.Threads.Count} threads, {Directory.GetFileSystemEntries("/proc/self/fd").Length} files, {process.WorkingSet64 / 1_000_000} MB";
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
