using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained;
using MlNetVad.Scoring;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Guidance;
using MlNetVad.Service.Models;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Tests;

/// <summary>What is said of a camera in words.</summary>
public sealed class TextTests
{
    private const string Runner = "synthetic:scene?width=120&height=90&fps=10&split=test&videos=1&frames=90&anomaly=speed";

    [Fact]
    public async Task Text_PreviewedSaidAndTakenBack_CountsForItsCameraAlone()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "gate", Source = Runner, Model = "demo" });
        Guid other = await host.Camera(new { Name = "yard", Source = Runner, Model = "demo", Enabled = false });
        using HttpClient client = await host.Client(Roles.Operator);
        var said = new { Text = "something moves fast", As = "Normal" };

        JsonNode preview = await ReplayTests.Run(client, camera, new { Texts = new[] { said } });
        Assert.NotEmpty(preview["before"]!["events"]!.AsArray());
        Assert.Empty(preview["before"]!["texts"]!.AsArray());
        Assert.Equal("speed: moves fast", (string?)Assert.Single(preview["after"]!["texts"]!.AsArray())!["meaning"]);
        Assert.True(Over(preview["after"]!) < Over(preview["before"]!) / 2, $"{Over(preview["before"]!)} spans over the threshold before, {Over(preview["after"]!)} after");
        Assert.Equal("[]", await client.GetStringAsync(Of(camera)));

        CameraWorker worker = host.Get<CameraHub>().Find(camera)!;
        using HttpResponseMessage made = await client.PostAsJsonAsync(Of(camera), said);
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        long scored = worker.Status.Scored;
        await TestHost.Until(() => Task.FromResult(worker.Status.Scored > scored + 20), "scores after the text");
        Assert.Same(worker, host.Get<CameraHub>().Find(camera));   // its reading goes on
        Assert.Equal((CameraState.Live, 0L), (worker.Status.State, worker.Status.Restarts));
        JsonNode text = Assert.Single((await client.GetFromJsonAsync<JsonArray>(Of(camera)))!)!;
        Assert.Equal(("something moves fast", "Normal", "key test operator"), ((string?)text["text"], (string?)text["as"], (string?)text["user"]));
        Assert.InRange((float)text["similarity"]!, 0.3f, 1);

        Assert.Equal(preview["after"]!["curve"]!.ToJsonString(), (await ReplayTests.Run(client, camera, new { }))["before"]!["curve"]!.ToJsonString());
        Assert.Equal(preview["before"]!["curve"]!.ToJsonString(), (await ReplayTests.Run(client, other, new { }))["before"]!["curve"]!.ToJsonString());

        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Of(camera)}/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync($"{Of(camera)}/1")).StatusCode);
        Assert.Equal(preview["before"]!["curve"]!.ToJsonString(), (await ReplayTests.Run(client, camera, new { }))["before"]!["curve"]!.ToJsonString());
        string[] audit = await host.Get<DbAccess>().Run(db => db.Audit.Select(entry => entry.Action).ToArrayAsync());
        Assert.Contains($"camera {camera}: say 'something moves fast' is Normal", audit);
        Assert.Contains($"camera {camera}: take back 'something moves fast' is Normal", audit);
    }

    [Fact]
    public async Task Text_OfAClassOfAnotherDetector_IsRefusedByTheModel()
    {
        await using TestHost host = await TestHost.Start();
        using ModelLease lease = host.Get<ModelShelf>().Take("demo");
        var text = new CameraText(1, "a person rides a bicycle", RedefinedAs.Normal, 1, 0, "anna", DateTimeOffset.UnixEpoch, [.. new float[Aspect.LevelCount], 0.2f, 0.9f], ["person", "bicycle"]);

        VadException fault = Assert.Throws<VadException>(() => CameraText.Apply(lease.Model, [text]));

        Assert.Equal("'a person rides a bicycle' was understood as class: bicycle, which is nothing that this model tells; take it back and say it again.", fault.Message);
    }

    [Fact]
    public async Task Take_WhatCannotBeReadWasSaid_LetsGoOfTheModel()
    {
        await using TestHost host = await TestHost.Start();
        ModelShelf shelf = host.Get<ModelShelf>();

        Assert.ThrowsAny<System.Text.Json.JsonException>(() => shelf.Take(new Camera { Model = "demo", Texts = "nothing that was said" }));

        Assert.Equal(0, shelf.Loaded);
    }

    [Fact]
    public async Task Text_ThatTheModelCannotTell_IsRefusedWithTheNearestWords()
    {
        await using TestHost host = await TestHost.Start();
        Guid camera = await host.Camera(new { Name = "gate", Source = "push", Model = "demo", Enabled = false });
        using HttpClient client = await host.Client(Roles.Operator);

        using HttpResponseMessage answer = await client.PostAsJsonAsync(Of(camera), new { Text = "people are fighting", As = "Anomalous" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("the nearest is", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, host.Get<ModelShelf>().Loaded);
    }

    [Fact]
    public async Task Text_OfAModelOfActions_CountsAsTheCommandSaysIt()
    {
        await using TestHost host = await TestHost.Start();
        ModelShelf shelf = host.Get<ModelShelf>();
        IDataView rows = ActionRows.Train(shelf.PathOf("actions"));
        var row = new Camera { Name = "gate", Source = CameraSource.Pushed, Model = "actions", Enabled = false };   // it has no frames, and so is given to no camera that is watched
        Guid camera = row.Id;
        await host.Get<DbAccess>().Run(db =>
        {
            db.Cameras.Add(row);
            return db.SaveChangesAsync();
        });
        using HttpClient client = await host.Client(Roles.Operator);

        JsonNode words = Assert.Single((await client.GetFromJsonAsync<JsonArray>($"{Of(camera)}/words"))!)!;
        Assert.Equal("action", (string?)words["about"]);
        Assert.Contains("walking", words["words"]!.AsArray().Select(word => (string?)word));
        using HttpResponseMessage unknown = await client.PostAsJsonAsync(Of(camera), new { Text = "somebody plays the violin", As = "Normal" });
        Assert.Contains("name one of the actions that the model has learned", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using HttpResponseMessage made = await client.PostAsJsonAsync(Of(camera), new { Text = "a person walks", As = "Anomalous" });
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        Assert.Equal("action: walking", (string?)(await made.Content.ReadFromJsonAsync<JsonNode>())!["meaning"]);

        Camera said = await host.Get<DbAccess>().Run(db => db.Cameras.SingleAsync(one => one.Id == camera));
        using (ModelLease plain = shelf.Take("actions"))
        using (ModelLease redefined = shelf.Take(said))
        {
            float[] Scores(VadModel model) => [.. model.Transformer.Transform(rows).GetColumn<float>("Score")];
            Assert.Equal(Scores(plain.Model.Redefine(plain.Context, new TextRedefinition("a person walks", RedefinedAs.Anomalous))), Scores(redefined.Model));
            Assert.NotEqual(Scores(plain.Model), Scores(redefined.Model));
        }

        said.Model = "demo";
        VadException other = Assert.Throws<VadException>(() => shelf.Take(said));
        Assert.Equal("'a person walks' was understood as action: walking, which is nothing that this model tells; take it back and say it again.", other.Message);
        Assert.Equal(0, shelf.Loaded);
    }

    private static string Of(Guid camera) => $"api/cameras/{camera}/texts";

    private static int Over(JsonNode side) => side["curve"]!.AsArray().Count(point => (float)point![1]! > (float)side["threshold"]!);
}
