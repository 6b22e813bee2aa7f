using MlNetVad.Service.Data;

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

    /// <summary>How long an event lasted.</summary>
    public static string Lasted(VadEvent item) => FormattableString.Invariant($"{((item.EndedAt ?? item.LastAt) - item.StartedAt).TotalSeconds:0.#} s");
}
