using System.Text.Json;
using System.Text.Json.Serialization;
using MlNetVad.Service.Data;
using MlNetVad.Service.Events;

namespace MlNetVad.Service.Telling;

/// <summary>An event as others are told of it, named as Frigate names its own.</summary>
internal sealed record EventMessage(string Type, EventMessage.State After, int Suppressed)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The message of a change.</summary>
    /// <param name="change">What has changed.</param>
    /// <param name="suppressed">Messages of the same camera that were left out before it.</param>
    public static string Json(EventChange change, int suppressed) => JsonSerializer.Serialize(
        new EventMessage(change.Kind.ToString().ToLowerInvariant(), State.Of(change.Event), suppressed), Options);

    /// <summary>The message of what has happened at a camera since the one before.</summary>
    /// <param name="events">Its events, oldest first; at least one.</param>
    public static string Json(VadEvent[] events) => JsonSerializer.Serialize(new DigestMessage("digest", events[^1].CameraName, [.. events.Select(State.Of)]), Options);

    private sealed record DigestMessage(string Type, string Camera, State[] Events);

    /// <summary>The event.</summary>
    internal sealed record State(
        Guid Id, string Camera, string Label, double StartTime, double? EndTime, float Score, float Threshold, EventSeverity Severity, string Part, string Reason, string Description, bool HasClip, bool HasSnapshot)
    {
        public static State Of(VadEvent item) => new(
            item.Id, item.CameraName, item.Kind == EventKind.Silent ? "silent" : "anomaly", Unix(item.StartedAt), item.EndedAt is { } end ? Unix(end) : null,
            item.Peak, item.Threshold, EventSeverities.Of(item), item.Part, item.Reason, item.Description, item.HasClip, item.Kind == EventKind.Anomaly);

        private static double Unix(DateTime time) => (time - DateTime.UnixEpoch).TotalSeconds;
    }
}
