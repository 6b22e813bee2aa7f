using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;
using MlNetVad.TestSupport;

namespace MlNetVad.Service.Tests;

/// <summary>From a camera's normal life to its model at work.</summary>
public sealed class TrainingTests
{
    private const string Normal = "synthetic:scene?width=120&height=90&fps=10&split=train&videos=1&frames=600";

    [Fact]
    public async Task Training_RecordTrainUseBack_GoesFromNormalLifeToAModelAtWork()
    {
        await using TestHost host = await TestHost.Start(options => options.TrainCommand = ["dotnet", Program]);
        Guid camera = await host.Camera(new { Name = "gate", Source = Normal, Model = "demo" });
        using HttpClient client = await host.Client(Roles.Administrator);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(Of(camera))).StatusCode);

        await Post(client, camera, "record", new { Hours = 36 / 3600.0 });
        JsonNode state = await Until(client, camera, "Recorded", 120);
        Assert.InRange((double)state["seconds"]!, 36, 40);
        Assert.True((long)state["bytes"]! > 1000);
        Assert.True((bool)state["suffices"]!, state.ToJsonString());
        Assert.Contains(state["findings"]!.AsArray(), finding => (string?)finding!["name"] == "amount" && (string?)finding["state"] == "Warning");

        await Post(client, camera, "train");
        long scored = host.Get<CameraHub>().Find(camera)!.Status.Scored;
        using HttpResponseMessage second = await client.PostAsync($"{Of(camera)}/train", null);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        state = await Until(client, camera, "Trained", 400);
        Assert.Equal("", (string?)state["problem"]);
        string model = (string)state["model"]!;
        Assert.StartsWith("gate-", model, StringComparison.Ordinal);
        Assert.True(host.Get<CameraHub>().Find(camera)!.Status.Scored > scored + 20, "the camera went on");

        JsonNode shown = (await client.GetFromJsonAsync<JsonNode>($"api/models/{model}"))!;
        long[] bars = [.. shown["normal"]!.AsArray().Select(bar => (long)bar!)];
        int threshold = (int)(((float)shown["threshold"]! + 1) / 3 * bars.Length);
        Assert.Equal(100_000, bars.Sum());
        Assert.InRange(bars[..(bars.Length / 3)].Sum(), 40_000, 60_000);   // the median is 0
        Assert.InRange(bars[threshold..].Sum(), 0, 2000);                  // at most one in a hundred is over the threshold, the quantile 0.995

        await Post(client, camera, "use");
        Assert.Equal(model, await Model(client, camera));
        await TestHost.Until(() => Task.FromResult(host.Get<CameraHub>().Find(camera)?.Status.Scored > 20), "scores of the trained model");
        await Post(client, camera, "back");
        Assert.Equal("demo", await Model(client, camera));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync($"{Of(camera)}/back", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(Of(camera))).StatusCode);
        Assert.Contains(model, host.Get<ModelShelf>().Names);
        Assert.False(Directory.Exists(host.Get<VadFolders>().Training(camera)));
    }

    [Fact]
    public async Task Recording_ServiceStopped_GoesOnAfterTheRestart()
    {
        string data = Directory.CreateTempSubdirectory("vad-record").FullName;
        Guid camera;
        double before;
        await using (TestHost host = await TestHost.Start(data: data, keepsData: true))
        {
            camera = await host.Camera(new { Name = "new", Source = Normal });   // no model yet
            using HttpClient client = await host.Client(Roles.Administrator);
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PutAsJsonAsync($"api/cameras/{camera}", new { Enabled = true })).StatusCode);
            await Post(client, camera, "record", new { Hours = 1 });
            await TestHost.Until(async () => (double)(await client.GetFromJsonAsync<JsonNode>(Of(camera)))!["seconds"]! > 3, "seconds of video");
        }

        await using TestHost again = await TestHost.Start(data: data);
        using HttpClient administrator = await again.Client(Roles.Administrator);
        JsonNode state = (await administrator.GetFromJsonAsync<JsonNode>(Of(camera)))!;
        Assert.Equal("Recording", (string?)state["step"]);
        before = (double)state["seconds"]!;
        Assert.True(before > 2, "what was recorded before the restart is there");
        await TestHost.Until(async () => (double)(await administrator.GetFromJsonAsync<JsonNode>(Of(camera)))!["seconds"]! > before + 3, "more video");

        Assert.Equal(HttpStatusCode.NoContent, (await administrator.PostAsync($"{Of(camera)}/stop", null)).StatusCode);
        state = await Until(administrator, camera, "Recorded", 30);
        Assert.Equal(2, Directory.GetFiles(again.Get<VadFolders>().TrainingVideo(camera)).Length);
        Assert.False((bool)state["suffices"]!);
        Assert.Contains(state["findings"]!.AsArray(), finding => (string?)finding!["name"] == "amount" && (string?)finding["state"] == "Missing");
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.PostAsync($"{Of(camera)}/train", null)).StatusCode);
    }

    [Fact]
    public async Task Recording_NoRoom_EndsAndSaysSo()
    {
        await using TestHost host = await TestHost.Start(options => options.MaximumTrainingBytes = 200_000);
        Guid camera = await host.Camera(new { Name = "gate", Source = Normal });
        using HttpClient client = await host.Client(Roles.Administrator);
        await Post(client, camera, "record", new { Hours = 1 });

        JsonNode state = await Until(client, camera, "Recorded", 60);

        Assert.Contains("no room", (string)state["problem"]!, StringComparison.Ordinal);
        Assert.InRange((double)state["seconds"]!, 2, 60);
    }

    [Fact]
    public async Task Training_CommandThatIsNotThere_SaysWhatToDo()
    {
        VadException e = await Assert.ThrowsAsync<VadException>(() =>
            MlNetVad.Service.Training.TrainingProcess.Run(["no-such-mlnetvad"], "videos", "model.zip", _ => { }, CancellationToken.None));

        Assert.Contains("install the tool", e.Message, StringComparison.Ordinal);
    }

    internal static string Program => Path.Combine(
        TestData.Repository, "src", "MlNetVad.Cli", Path.GetRelativePath(Path.Combine(TestData.Repository, "tests", "MlNetVad.Service.Tests"), AppContext.BaseDirectory), "MlNetVad.Cli.dll");

    private static string Of(Guid camera) => $"api/cameras/{camera}/training";

    private static async Task<string?> Model(HttpClient client, Guid camera) => (string?)(await client.GetFromJsonAsync<JsonNode>($"api/cameras/{camera}"))!["model"];

    private static async Task Post(HttpClient client, Guid camera, string step, object? body = null)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync($"{Of(camera)}/{step}", body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonNode> Until(HttpClient client, Guid camera, string step, double seconds)
    {
        JsonNode? state = null;
        await TestHost.Until(
            async () => (string?)(state = await client.GetFromJsonAsync<JsonNode>(Of(camera)))!["step"] == step || (string?)state["step"] == "Recorded" && ((string?)state["problem"])!.Length > 0,
            step,
            seconds);
        Assert.True((string?)state!["step"] == step, state.ToJsonString());
        return state;
    }
}
