using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>Cameras that are watched, from the first frame to the event that is over.</summary>
public sealed class WatchTests
{
    // one event a video: about three seconds after the first five
    internal const string Scene = "synthetic:scene?width=120&height=90&fps=10&split=test&videos=1&frames=120&anomalies=1";

    [Fact]
    public async Task Camera_SomethingUnusual_IsOneEventWithPictureCurveReasonAndClip()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "gate", Source = Scene, Model = "demo", CoolDownSeconds = 1.5 });
        using HttpClient client = await host.Client(Roles.Viewer);

        JsonNode? item = null;
        await TestHost.Until(async () => (item = (await Events(client)).FirstOrDefault(e => (bool)e!["hasClip"]!)) is not null, "an event with a clip", 45);

        Assert.Equal("gate", (string?)item!["camera"]);
        Assert.Equal("New", (string?)item["state"]);
        Assert.True((float)item["peak"]! > (float)item["threshold"]!);
        Assert.NotEmpty((string)item["reason"]!);
        Assert.InRange(item["curve"]!.AsArray().Count, 20, (int)(10 * Clip.MostSeconds));
        Assert.True((DateTime)item["startedAt"]! <= (DateTime)item["peakAt"]! && (DateTime)item["peakAt"]! <= (DateTime)item["endedAt"]!);
        byte[] peak = await client.GetByteArrayAsync($"api/events/{item["id"]}/peak.jpg");
        Assert.Equal([0xFF, 0xD8], peak[..2]);
        byte[] normal = await client.GetByteArrayAsync($"api/events/{item["id"]}/normal.jpg");
        Assert.Equal(new Video.FrameFormat(180, 240, 3), Pictures.FormatOf(normal));
        byte[] clip = await client.GetByteArrayAsync($"api/events/{item["id"]}/clip.mp4");
        Assert.Equal("ftyp"u8, clip.AsSpan(4, 4));
        Assert.False(File.Exists(host.Get<VadFolders>().Spool((Guid)item["id"]!)));

        JsonNode status = (await client.GetFromJsonAsync<JsonNode>($"api/cameras/{camera}"))!["status"]!;
        Assert.Equal("Live", (string?)status["state"]);
        Assert.Equal(0, (int)status["restarts"]!);
        Assert.InRange((double)status["worstLatency"]!, 0.4, 2);
    }

    [Fact]
    public async Task Event_CalledNormal_IsLearnedByTheModelAndForgottenAgain()
    {
        await using TestHost host = await TestHost.Start();
        await host.Camera(new { Name = "gate", Source = Scene, Model = "demo", CoolDownSeconds = 1.5 });
        using HttpClient client = await host.Client(Roles.Operator);
        JsonNode? item = null;
        await TestHost.Until(async () => (item = (await Events(client)).FirstOrDefault(e => (bool)e!["hasClip"]!)) is not null, "an event with a clip", 45);
        string path = host.Get<ModelShelf>().PathOf("demo"), id = $"{(Guid)item!["id"]!:N}";
        await Say("Normal");
        await TestHost.Until(() => Task.FromResult(Said().Contains(id, StringComparer.Ordinal)), "a model that has learned", 60);
        await Say("Seen");
        await TestHost.Until(() => Task.FromResult(Said().Length == 0), "a model that has forgotten", 60);

        async Task Say(string state)
        {
            using HttpResponseMessage answer = await client.PutAsJsonAsync($"api/events/{(Guid)item["id"]!}/review", new { State = state });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        string[] Said() => [.. MlNetVad.Persistence.VadModel.Load(new Microsoft.ML.MLContext(seed: 1), path).Redefinitions.Select(said => said.Video)];
    }

    [Fact]
    public async Task Camera_TwoOfOneModel_LoadItOnceAndANewFileReplacesIt()
    {
        await using TestHost host = await TestHost.Start();
        Guid first = await host.Camera(new { Name = "a", Source = Scene, Model = "demo" });
        Guid second = await host.Camera(new { Name = "b", Source = Scene, Model = "demo" });
        CameraHub hub = host.Get<CameraHub>();
        ModelShelf shelf = host.Get<ModelShelf>();
        await TestHost.Until(() => Task.FromResult(hub.Find(first)!.Status.Scored > 5 && hub.Find(second)!.Status.Scored > 5), "scores of both");
        Assert.Equal(1, shelf.Loaded);

        File.SetLastWriteTimeUtc(shelf.PathOf("demo"), DateTime.UtcNow.AddMinutes(1));
        long scored = hub.Find(first)!.Status.Scored;
        await TestHost.Until(() => Task.FromResult(shelf.Loaded == 1 && hub.Find(first)!.Status.Scored > scored + 20), "scores of the new model");
        using ModelLease now = shelf.Take("demo");
        Assert.False(now.IsOutdated);
    }

    [Fact]
    public async Task Camera_NoFrames_IsAnEventThatEndsWithTheNextFrame()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "pushed", Source = "push", Model = "demo", SilentSeconds = 1 });
        using HttpClient client = await host.Client(Roles.Operator);
        await TestHost.Until(async () => (await Events(client)).Any(e => (string?)e!["kind"] == "Silent" && e["endedAt"] is null), "a silence");
        Assert.Equal("Degraded", await client.GetStringAsync("health"));
        using HttpResponseMessage normal = await client.GetAsync($"api/events/{(await Events(client))[0]!["id"]}/normal.jpg");
        Assert.Equal(HttpStatusCode.NotFound, normal.StatusCode);

        await TestHost.Until(async () => (await Push(client, camera, Jpeg())).StatusCode == HttpStatusCode.Accepted, "a push that is taken");
        await TestHost.Until(async () => (await Events(client)).Any(e => (string?)e!["kind"] == "Silent" && e["endedAt"] is not null), "the silence's end");
        await TestHost.Until(async () => await client.GetStringAsync("health") == "Healthy", "health");

        // what waits for the next frames when they stop is not scored with those after the silence
        CameraStatus status = host.Get<CameraHub>().Find(camera)!.Status;
        await PushUntil(() => status.Scored > 0, "scores");
        await TestHost.Until(async () => (await Events(client)).Count(e => (string?)e!["kind"] == "Silent") == 2, "another silence");
        (long scored, long given) = (status.Scored, status.Frames - status.Dropped);
        await PushUntil(() => status.Scored > scored, "a score after it");
        Assert.InRange(status.Frames - status.Dropped - given, 10, 1000);   // a whole clip

        Task PushUntil(Func<bool> isSo, string what) => TestHost.Until(
            async () =>
            {
                (await Push(client, camera, Jpeg())).Dispose();
                return isSo();
            },
            what);
    }

    [Fact]
    public async Task Camera_ThatCannotBeReached_IsTriedAgainAndSaysWhyWithoutItsPassword()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "away", Source = "rtsp://admin:hunter2secret@127.0.0.1:9/x", Model = "demo", SilentSeconds = 1 });
        using HttpClient client = await host.Client(Roles.Administrator);

        string seen = "";
        await TestHost.Until(async () => (seen = await client.GetStringAsync($"api/cameras/{camera}")).Contains("\"restarts\":2", StringComparison.Ordinal), "two attempts");

        Assert.Contains("rtsp://127.0.0.1:9/x", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", await host.Get<DbAccess>().Run(db => db.Cameras.Select(c => c.SourceProtected + c.Source).SingleAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", await client.GetStringAsync("api/events"), StringComparison.Ordinal);
    }

    internal static async Task<JsonArray> Events(HttpClient client) => (await client.GetFromJsonAsync<JsonArray>("api/events"))!;

    internal static async Task<HttpResponseMessage> Push(HttpClient client, Guid camera, byte[] jpeg)
    {
        using var body = new ByteArrayContent(jpeg);
        body.Headers.ContentType = new("image/jpeg");
        return await client.PostAsync($"api/cameras/{camera}/frames", body);
    }

    internal static byte[] Jpeg(int width = 120, int height = 90) => Pictures.Jpeg(new byte[width * height], new Video.FrameFormat(height, width));
}
