using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Evaluation;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Models;
using MlNetVad.Service.Replays;
using MlNetVad.Service.Security;
using MlNetVad.Video;

namespace MlNetVad.Service.Tests;

/// <summary>Recordings through a camera's pipeline with other settings.</summary>
public sealed class ReplayTests
{
    private const string Long = "synthetic:scene?width=120&height=90&fps=10&split=test&videos=1&frames=20000";

    [Fact]
    public async Task Replay_OtherThreshold_ShowsTheEventsOfBothSidesAndTellsNobody()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await Off(host);
        int told = 0;
        using IDisposable listening = host.Get<EventBus>().Listen(_ => told++);
        using HttpClient client = await host.Client(Roles.Operator);

        JsonNode replay = await Run(client, camera, new { Threshold = 1000 });

        Assert.Equal("Done", (string?)replay["state"]);
        Assert.Equal(1, (double)replay["progress"]!);
        JsonNode item = Assert.Single(replay["before"]!["events"]!.AsArray())!;
        Assert.InRange((double)item["from"]!, 3, 8);
        Assert.InRange((double)item["peakAt"]!, (double)item["from"]!, (double)item["to"]!);
        Assert.True((float)item["peak"]! > (float)replay["before"]!["threshold"]!);
        Assert.NotEmpty((string)item["reason"]!);
        Assert.Empty(replay["after"]!["events"]!.AsArray());
        Assert.Equal(replay["before"]!["curve"]!.ToJsonString(), replay["after"]!["curve"]!.ToJsonString());
        Assert.InRange(replay["after"]!["curve"]!.AsArray().Count, 100, ReplayCurve.MostSpans);
        Assert.Equal([0xFF, 0xD8], (await client.GetByteArrayAsync($"api/cameras/{camera}/replay/before/0.jpg"))[..2]);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"api/cameras/{camera}/replay/after/0.jpg")).StatusCode);
        Assert.Equal(0, told);
        Assert.Equal(0, await host.Get<DbAccess>().Run(db => db.Events.CountAsync()));
        Assert.Null((await client.GetFromJsonAsync<JsonNode>($"api/cameras/{camera}"))!["threshold"]);
        Assert.Equal(0, host.Get<ModelShelf>().Loaded);
    }

    [Fact]
    public async Task Replay_TheLiveCameraAndTheReplayOfItsSource_HaveTheSameEvent()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "gate", Source = WatchTests.Scene, Model = "demo", CoolDownSeconds = 1.5 });
        using HttpClient client = await host.Client(Roles.Operator);
        JsonNode? live = null;
        await TestHost.Until(async () => (live = (await WatchTests.Events(client)).FirstOrDefault(e => e!["endedAt"] is not null)) is not null, "an event that is over", 45);

        Assert.SkipWhen(host.Get<Cameras.CameraHub>().Find(camera)!.Status.Dropped > 0, "the machine has other work: frames fell out of the live camera, not of the replay");

        JsonNode again = Assert.Single((await Run(client, camera, new { }))["before"]!["events"]!.AsArray())!;

        Assert.Equal((float)live!["peak"]!, (float)again["peak"]!, 0.05f);
        Assert.Equal(((DateTime)live["lastAt"]! - (DateTime)live["startedAt"]!).TotalSeconds, (double)again["to"]! - (double)again["from"]!, 0.5);
    }

    [Fact]
    public async Task Replay_AFileBelowMediaAndAnEventsClip_AreReplayedWithMasksAndAnotherModel()
    {
        string media = Directory.CreateTempSubdirectory("vad-media").FullName;
        try
        {
            await using TestHost host = await TestHost.Start(options => options.MediaFolders.Add(media));
            Guid camera = await Off(host);
            using HttpClient client = await host.Client(Roles.Operator);
            string file = Path.Combine(media, "day.mp4");
            await Film(file);
            File.Copy(host.Get<ModelShelf>().PathOf("demo"), host.Get<ModelShelf>().PathOf("twin"));
            float[][][] everything = [[[0, 0], [1, 0], [1, 1], [0, 1]]];

            JsonNode masked = await Run(client, camera, new { Recording = "day.mp4", Masks = everything });
            Assert.Equal("day.mp4", (string?)masked["recording"]);
            Assert.NotEmpty(masked["before"]!["events"]!.AsArray());
            Assert.Empty(masked["after"]!["events"]!.AsArray());

            JsonNode twin = await Run(client, camera, new { Recording = "day.mp4", Model = "twin" });
            Assert.Equal("twin", (string?)twin["after"]!["model"]);
            Assert.Equal(twin["before"]!["events"]!.ToJsonString(), twin["after"]!["events"]!.ToJsonString());
            Assert.Equal(masked["before"]!["curve"]!.ToJsonString(), twin["after"]!["curve"]!.ToJsonString());

            var item = new VadEvent { CameraId = camera, CameraName = "gate", StartedAt = DateTime.UtcNow, EndedAt = DateTime.UtcNow, HasClip = true };
            await host.Get<DbAccess>().Run(db => db.Events.Add(item).Context.SaveChangesAsync());
            Directory.CreateDirectory(host.Get<VadFolders>().Event(item.Id));
            File.Move(file, host.Get<VadFolders>().Clip(item.Id));
            Assert.Equal(masked["before"]!["events"]!.ToJsonString(), (await Run(client, camera, new { Event = item.Id }))["after"]!["events"]!.ToJsonString());
        }
        finally
        {
            Directory.Delete(media, recursive: true);
        }
    }

    [Fact]
    public async Task Replay_Stopped_IsForgottenAndAnotherCanRun()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await Off(host, Long);
        using HttpClient client = await host.Client(Roles.Operator);
        using HttpResponseMessage started = await client.PostAsJsonAsync($"api/cameras/{camera}/replay", new { });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        await TestHost.Until(async () => (double?)(await client.GetFromJsonAsync<JsonNode>($"api/cameras/{camera}/replay"))!["progress"] > 0, "progress");

        using HttpResponseMessage second = await client.PostAsJsonAsync($"api/cameras/{camera}/replay", new { });
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Contains("is running", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"api/cameras/{camera}/replay")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"api/cameras/{camera}/replay")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"api/cameras/{camera}/replay")).StatusCode);
        Assert.Equal("Done", (string?)(await Run(client, camera, new { Recording = WatchTests.Scene }))["state"]);
    }

    [Fact]
    public void Curve_OfAnyLength_KeepsTheHighestOfFewSpans()
    {
        var curve = new ReplayCurve();
        for (int i = 0; i < 100_000; i++)
        {
            curve.Add(i / 10.0, i == 77_777 ? 3 : i % 7 / 10f);
        }

        double[][] points = curve.Points();
        Assert.InRange(points.Length, ReplayCurve.MostSpans / 2, ReplayCurve.MostSpans);
        double[] peak = Assert.Single(points, point => point[1] == 3);
        Assert.InRange(7777.7 - peak[0], 0, 10_000.0 / points.Length * 1.1);
        Assert.All(points, point => Assert.True(point[1] is 3 or 0.6));
    }

    [Fact]
    public void Side_MoreEventsThanAreKept_CountsTheRest()
    {
        var side = new ReplaySide(new Camera { MinimumSeconds = 0, CoolDownSeconds = 0 });
        side.Begin(threshold: 0.5f);
        for (int i = 0; i < 3000; i++)
        {
            side.Add(i, new FrameScore("x", i, i % 3 == 0 ? 1 : 0, false, float.NaN, false, []), () => []);
        }

        Assert.Equal(ReplaySide.MostEvents, side.Events().Length);
        Assert.Equal(1000 - ReplaySide.MostEvents, side.MoreEvents);
        Assert.All(side.Events(), item => Assert.Equal(item.From, item.To));
    }

    private static Task<Guid> Off(TestHost host, string source = WatchTests.Scene) =>
        host.Camera(new { Name = "gate", Source = source, Model = "demo", CoolDownSeconds = 1.5, Enabled = false });

    [Fact]
    public async Task Replay_AnUploadedVideo_IsReplayedAndNothingStaysOfOneThatFailed()
    {
        await using TestHost host = await TestHost.Start(options => options.MaximumUploadBytes = 1 << 20);
        Guid camera = await Off(host);
        using HttpClient client = await host.Client(Roles.Operator);
        VadFolders folders = host.Get<VadFolders>();
        string film = Path.Combine(host.Data, "film.mp4"), address = $"api/cameras/{camera}/replay/video";
        await Film(film);
        byte[] video = await File.ReadAllBytesAsync(film);
        string[] Files() => Directory.Exists(folders.Uploads) ? Directory.GetFiles(folders.Uploads) : [];
        async Task<HttpStatusCode> Upload(byte[] bytes, string name = "") => (await client.PostAsync($"{address}?name={Uri.EscapeDataString(name)}", new ByteArrayContent(bytes))).StatusCode;

        Assert.Equal(HttpStatusCode.Created, await Upload(video, "../../etc/-i /etc/passwd;\n-y <b>gate.mp4"));
        string kept = Assert.Single(Files());
        Assert.Matches(@"\A[0-9a-f]{32}\.mp4\z", Path.GetFileName(kept));
        JsonNode replay = await Run(client, camera, new { Uploaded = true });
        Assert.Equal(("Done", "upload passwd;-y <b>gate.mp4"), ((string?)replay["state"], (string?)replay["recording"]));
        Assert.NotEmpty(replay["before"]!["events"]!.AsArray());

        Assert.Equal(HttpStatusCode.BadRequest, await Upload(video[..64]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Upload(new byte[2 << 20]));
        using (var cut = new CancellationTokenSource())
        {
            var body = new StreamContent(new Endless(video, cut));
            await Assert.ThrowsAnyAsync<Exception>(() => client.PostAsync(address, body, cut.Token));
        }

        await TestHost.Until(() => Task.FromResult(Files().SequenceEqual([kept])), "nothing of what failed");
        Assert.Equal(HttpStatusCode.Created, await Upload(video));
        Assert.NotEqual(kept, Assert.Single(Files()));
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(address)).StatusCode);
        Assert.Empty(Files());
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync($"api/cameras/{camera}/replay", new { Uploaded = true })).StatusCode);
    }

    // a video's first half, and then whoever sends it is gone
    private sealed class Endless(byte[] video, CancellationTokenSource gone) : MemoryStream(video[..(video.Length / 2)])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                await gone.CancelAsync();
                await Task.Delay(Timeout.Infinite, gone.Token);
            }

            return read;
        }
    }

    internal static async Task<JsonNode> Run(HttpClient client, Guid camera, object edit)
    {
        using HttpResponseMessage started = await client.PostAsJsonAsync($"api/cameras/{camera}/replay", edit);
        Assert.True(started.StatusCode == HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        JsonNode? replay = null;
        await TestHost.Until(async () => (string?)(replay = await client.GetFromJsonAsync<JsonNode>($"api/cameras/{camera}/replay"))!["state"] != "Running", "the replay's end");
        return replay!;
    }

    private static async Task Film(string path)
    {
        string frames = path + ".mjpeg";
        VadVideo video = VideoSource.FromPath(WatchTests.Scene).Videos[0];
        FrameFormat format = video.NativeFormat;
        using (FrameReader reader = video.OpenFrames(format))
        using (FileStream file = File.Create(frames))
        {
            var pixels = new byte[format.FrameBytes];
            while (reader.Read(pixels))
            {
                file.Write(Cameras.Pictures.Jpeg(pixels, format));
            }
        }

        await Clip.Encode(frames, path, 10, CancellationToken.None);
        File.Delete(frames);
    }
}
