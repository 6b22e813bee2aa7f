using MlNetVad.Service.Data;
using MlNetVad.Service.Events;
using MlNetVad.Video.Examination;

namespace MlNetVad.Service.Pages;

/// <summary>Words of the pages.</summary>
internal static class Words
{
    /// <summary>A state.</summary>
    public static string Of(EventState state) => state switch
    {
        EventState.New => "new",
        EventState.Seen => "seen",
        EventState.Confirmed => "confirmed",
        _ => "this is normal",
    };

    /// <summary>A severity.</summary>
    public static string Of(EventSeverity severity) => severity switch
    {
        EventSeverity.High => "high",
        EventSeverity.Medium => "medium",
        _ => "low",
    };

    /// <summary>How a thing stands.</summary>
    public static string Of(FindingState state) => state switch
    {
        FindingState.Ok => "fine",
        FindingState.Warning => "note",
        _ => "missing",
    };

    /// <summary>How long an event lasted.</summary>
    public static string Lasted(VadEvent item) => FormattableString.Invariant($"{((item.EndedAt ?? item.LastAt) - item.StartedAt).TotalSeconds:0.#} s");
}
