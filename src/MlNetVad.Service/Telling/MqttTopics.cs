using System.Text.Json.Nodes;

namespace MlNetVad.Service.Telling;

/// <summary>Topics of MQTT as Frigate's users know them, and what Home Assistant needs to find a camera.</summary>
internal sealed class MqttTopics(MqttOptions options)
{
    /// <summary><c>online</c> or <c>offline</c>, retained.</summary>
    public string Available => $"{options.Topic}/available";

    /// <summary>Every change of every event.</summary>
    public string Events => $"{options.Topic}/events";

    /// <summary><c>ON</c> while an event of a camera goes on, else <c>OFF</c>; retained.</summary>
    public string State(string camera) => $"{options.Topic}/{Word(camera)}/anomaly";

    /// <summary>Where Home Assistant looks for a camera; null where it is not wanted.</summary>
    public string? Discovery(string camera) => options.DiscoveryTopic.Length == 0 ? null : $"{options.DiscoveryTopic}/binary_sensor/mlnetvad_{Word(camera)}/config";

    /// <summary>What Home Assistant is told of a camera.</summary>
    public string Config(string camera) => new JsonObject
    {
        ["name"] = $"{camera} anomaly",
        ["unique_id"] = $"mlnetvad_{Word(camera)}_anomaly",
        ["state_topic"] = State(camera),
        ["availability_topic"] = Available,
        ["device_class"] = "problem",
        ["device"] = new JsonObject { ["identifiers"] = new JsonArray("mlnetvad"), ["name"] = "MlNetVad" },
    }.ToJsonString();

    // what separates topics, and what stands for several, has no place in a word
    private static string Word(string name) => string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
}
