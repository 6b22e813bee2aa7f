using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Service.Security;
using MlNetVad.Service.Telling;
using MQTTnet.Server;

namespace MlNetVad.Service.Tests;

public sealed class TellingTests
{
    [Fact]
    public async Task Webhook_AnEvent_IsToldTwiceAndSigned()
    {
        await using var receiver = await Receiver.Start(failures: 0);
        await using TestHost host = await Host();
        using HttpClient administrator = await host.Client(Roles.Administrator);
        using HttpResponseMessage made = await administrator.PostAsJsonAsync("api/webhooks", new { Url = receiver.Address });
        string secret = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["secret"]!;
        Assert.DoesNotContain(secret, await administrator.GetStringAsync("api/webhooks"), StringComparison.Ordinal);

        Happen(host);
        await TestHost.Until(() => Task.FromResult(receiver.Came.Count == 2), "two messages");
        await Task.Delay(300);

        Assert.Equal(["new", "end"], receiver.Came.Select(message => (string)JsonNode.Parse(message.Body)!["type"]!));
        Assert.All(receiver.Came, message =>
        {
            string time = message.Signature.Split(',')[0][2..];
            Assert.Equal(Signature.Of(secret, DateTimeOffset.FromUnixTimeSeconds(long.Parse(time)), message.Body), message.Signature);
            Assert.NotEqual(Signature.Of("another secret", DateTimeOffset.FromUnixTimeSeconds(long.Parse(time)), message.Body), message.Signature);
        });
    }

    [Fact]
    public async Task Webhook_Down_IsTriedAgainThenADeadLetterThatCanBeSentAgain()
    {
        await using var receiver = await Receiver.Start(failures: 8);
        await using TestHost host = await Host();
        using HttpClient administrator = await host.Client(Roles.Administrator);
        await administrator.PostAsJsonAsync("api/webhooks", new { Url = receiver.Address });

        Happen(host);
        JsonArray dead = [];
        await TestHost.Until(async () => (dead = (await administrator.GetFromJsonAsync<JsonArray>("api/webhooks/dead"))!).Count == 2, "two dead letters");
        Assert.Equal(8, receiver.Asked);   // two messages, four attempts each

        using HttpResponseMessage again = await administrator.PostAsync($"api/webhooks/dead/{dead[0]!["id"]}", null);
        Assert.True(again.IsSuccessStatusCode);
        Assert.Single(receiver.Came);
        Assert.Single((await administrator.GetFromJsonAsync<JsonArray>("api/webhooks/dead"))!);
    }

    [Fact]
    public async Task Mqtt_AnEvent_IsToldAsFrigatesAndHomeAssistantFindsTheCamera()
    {
        int port = FreePort();
        var messages = new ConcurrentQueue<(string Topic, string Text, bool Retained)>();
        await using TestHost host = await Host(options => options.Mqtt = new MqttOptions { Host = "127.0.0.1", Port = port });
        await host.Camera(new { Name = "Front gate", Source = "push", Model = "demo" });
        Happen(host);   // the broker is away yet
        using MqttServer broker = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder().WithDefaultEndpoint().WithDefaultEndpointPort(port).Build());
        broker.InterceptingPublishAsync += e =>
        {
            messages.Enqueue((e.ApplicationMessage.Topic, Encoding.UTF8.GetString(e.ApplicationMessage.Payload), e.ApplicationMessage.Retain));
            return Task.CompletedTask;
        };
        await broker.StartAsync();

        string[] States() => [.. messages.Where(m => m.Topic == "mlnetvad/front_gate/anomaly").Select(m => m.Text)];
        await TestHost.Until(() => Task.FromResult(States().Contains("ON") && States()[^1] == "OFF" && messages.Any(m => m.Text.Contains("\"type\":\"end\"", StringComparison.Ordinal))), "the event's end");

        Assert.Contains(("mlnetvad/available", "online", true), messages);
        Assert.Contains(("mlnetvad/front_gate/anomaly", "ON", true), messages);
        JsonNode config = JsonNode.Parse(messages.First(m => m.Topic == "homeassistant/binary_sensor/mlnetvad_front_gate/config").Text)!;
        Assert.Equal("mlnetvad/front_gate/anomaly", (string?)config["state_topic"]);
        string[] types = [.. messages.Where(m => m.Topic == "mlnetvad/events").Select(m => (string)JsonNode.Parse(m.Text)!["type"]!)];
        Assert.Equal(("new", "end"), (types[0], types[^1]));
        await broker.StopAsync(new MqttServerStopOptions());
    }

    [Fact]
    public async Task Webhook_WithADigest_IsToldOfManyEventsInOneMessage()
    {
        await using var receiver = await Receiver.Start(failures: 0);
        await using TestHost host = await Host(options => options.DigestMinutes = 0.1);
        using HttpClient administrator = await host.Client(Roles.Administrator);
        await administrator.PostAsJsonAsync("api/webhooks", new { Url = receiver.Address });
        Guid camera = Guid.NewGuid();

        void Over(DateTime at) => host.Get<EventWriter>().Post(new VadEvent { CameraId = camera, CameraName = "gate", StartedAt = at, EndedAt = at, Peak = 1 });

        Over(DateTime.UtcNow);
        await TestHost.Until(() => Task.FromResult(receiver.Came.Count == 1), "the first message");
        for (int i = 0; i < 20; i++)
        {
            Over(DateTime.UtcNow);
        }

        await TestHost.Until(() => Task.FromResult(receiver.Came.Count == 2), "the second message");

        JsonNode[] told = [.. receiver.Came.Select(message => JsonNode.Parse(message.Body)!)];
        Assert.All(told, message => Assert.Equal("digest", (string?)message["type"]));
        Assert.Equal([1, 20], told.Select(message => message["events"]!.AsArray().Select(item => (string?)item!["id"]).Distinct().Count()));
        Assert.All(told[1]["events"]!.AsArray(), item => Assert.NotNull(item!["end_time"]));
    }

    [Fact]
    public void Digest_EndOfAnEventThatWasTold_IsToldWithTheNextAndCamerasHaveTheirOwn()
    {
        var time = new Hands();
        var digest = new Digest(new MonotonicClock(time), TimeSpan.FromMinutes(10));
        var item = new VadEvent { CameraId = Guid.NewGuid() };
        digest.Add(new EventChange(EventChangeKind.New, item));
        Assert.Single(digest.Take());
        digest.Add(new EventChange(EventChangeKind.Update, item));   // of what was told already
        digest.Add(new EventChange(EventChangeKind.New, new VadEvent { CameraId = Guid.NewGuid() }));
        Assert.Single(digest.Take());
        digest.Add(new EventChange(EventChangeKind.End, item));
        Assert.Empty(digest.Take());
        time.Seconds = 601;
        Assert.Equal(item.Id, Assert.Single(Assert.Single(digest.Take())).Id);
    }

    [Fact]
    public void Limit_ManyEventsOfOneCamera_AreCountedAndSaidLater()
    {
        var time = new Hands();
        var limit = new CameraLimit(new MonotonicClock(time), perMinute: 2);
        Guid camera = Guid.NewGuid();

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => limit.Allows(camera, out int _)));
        Assert.True(limit.Allows(Guid.NewGuid(), out _));
        time.Seconds = 61;
        Assert.True(limit.Allows(camera, out int suppressed));
        Assert.Equal(2, suppressed);
    }

    private static Task<TestHost> Host(Action<VadServiceOptions>? configure = null) => TestHost.Start(
        configure,
        services: services => services.Configure<HttpStandardResilienceOptions>($"{WebhookSender.Client}-standard", options => options.Retry.Delay = TimeSpan.FromMilliseconds(1)));

    // an event of a moment, with an update that nobody is told of
    private static void Happen(TestHost host)
    {
        EventWriter writer = host.Get<EventWriter>();
        var item = new VadEvent { CameraId = Guid.NewGuid(), CameraName = "Front gate", StartedAt = DateTime.UtcNow, Peak = 1 };
        writer.Post(item);
        _ = Task.Run(async () =>
        {
            await TestHost.Until(() => Task.FromResult(writer.Pending == 0), "the onset");
            item.Peak = 2;
            writer.Post(item);
            await TestHost.Until(() => Task.FromResult(writer.Pending == 0), "the update");
            item.EndedAt = DateTime.UtcNow;
            writer.Post(item);
        });
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Hands : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        private int _asked;

        public ConcurrentQueue<(string Body, string Signature)> Came { get; } = new();

        public int Asked => _asked;

        public string Address => app.Urls.First() + "/hook";

        public static async Task<Receiver> Start(int failures)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            WebApplication app = builder.Build();
            var receiver = new Receiver(app);
            app.MapPost("/hook", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                string body = await reader.ReadToEndAsync();
                if (Interlocked.Increment(ref receiver._asked) <= failures)
                {
                    return Results.StatusCode(503);
                }

                receiver.Came.Enqueue((body, request.Headers[Signature.Header].ToString()));
                return Results.Ok();
            });
            await app.StartAsync();
            return receiver;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
