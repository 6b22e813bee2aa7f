using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MQTTnet;
using MQTTnet.Protocol;

namespace MlNetVad.Service.Telling;

/// <summary>Tells an MQTT broker of every change; a broker that is away is tried again, and told what has happened meanwhile.</summary>
internal sealed class MqttSender(EventBus bus, DbAccess database, IOptions<VadServiceOptions> options, ILogger<MqttSender> log) : BackgroundService
{
    private const int MostWaiting = 1000;

    private readonly Channel<EventChange> _queue = Channel.CreateBounded<EventChange>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly HashSet<string> _discovered = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Mqtt is not { } mqtt)
        {
            return;
        }

        using IDisposable listening = bus.Listen(change => _queue.Writer.TryWrite(change));
        var pauses = new Pauses();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using IMqttClient client = new MqttClientFactory().CreateMqttClient();
                await Serve(client, mqtt, pauses, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested && e is not OutOfMemoryException)
            {
                log.LogWarning("The MQTT broker {Host}:{Port} is away: {Reason}", mqtt.Host, mqtt.Port, e.GetBaseException().Message);
                await Task.Delay(pauses.Next(), stoppingToken);
            }
        }
    }

    private async Task Serve(IMqttClient client, MqttOptions mqtt, Pauses pauses, CancellationToken stop)
    {
        var topics = new MqttTopics(mqtt);
        await client.ConnectAsync(Connection(mqtt, topics), stop);
        pauses.Reset();
        _discovered.Clear();
        await Publish(client, topics.Available, "online", retain: true, stop);
        foreach (string camera in await database.Run(db => db.Cameras.Select(camera => camera.Name).ToArrayAsync(stop)))
        {
            await Discover(client, topics, camera, stop);
        }

        foreach (string camera in await database.Run(db => db.Events.Where(item => item.EndedAt == null && item.Kind == EventKind.Anomaly).Select(item => item.CameraName).ToArrayAsync(stop)))
        {
            await Publish(client, topics.State(camera), "ON", retain: true, stop);
        }

        while (await _queue.Reader.WaitToReadAsync(stop))
        {
            // a change that cannot be told stays in the queue for the next connection
            while (_queue.Reader.TryPeek(out EventChange? change))
            {
                string camera = change.Event.CameraName;
                await Discover(client, topics, camera, stop);
                await Publish(client, topics.Events, EventMessage.Json(change, 0), retain: false, stop);
                if (change.Event.Kind == EventKind.Anomaly)
                {
                    await Publish(client, topics.State(camera), change.Event.EndedAt is null ? "ON" : "OFF", retain: true, stop);
                }

                _queue.Reader.TryRead(out _);
            }
        }
    }

    private async Task Discover(IMqttClient client, MqttTopics topics, string camera, CancellationToken stop)
    {
        if (_discovered.Add(camera) && topics.Discovery(camera) is { } topic)
        {
            await Publish(client, topic, topics.Config(camera), retain: true, stop);
            await Publish(client, topics.State(camera), "OFF", retain: true, stop);
        }
    }

    private static Task Publish(IMqttClient client, string topic, string payload, bool retain, CancellationToken stop) => client.PublishAsync(
        new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag(retain).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), stop);

    private static MqttClientOptions Connection(MqttOptions mqtt, MqttTopics topics)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder().WithTcpServer(mqtt.Host, mqtt.Port)
            .WithWillTopic(topics.Available).WithWillPayload("offline").WithWillRetain();
        if (mqtt.User is not null)
        {
            builder.WithCredentials(mqtt.User, mqtt.Password);
        }

        return (mqtt.Tls ? builder.WithTlsOptions(tls => tls.UseTls()) : builder).Build();
    }
}
