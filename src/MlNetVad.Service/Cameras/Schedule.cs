using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlNetVad.Service.Cameras;

/// <summary>Hours of a week.</summary>
/// <param name="Days">The days on which they begin.</param>
/// <param name="From">When, as <c>HH:mm</c>.</param>
/// <param name="To">When they end; at or before <paramref name="From"/> it is the next day's.</param>
internal sealed record Hours(DayOfWeek[] Days, string From, string To);

/// <summary>
/// When a camera counts: always where there are no hours. Outside them it is watched and scored, and nothing is alarmed. Hours are those of the wall
/// clock of a place: where clocks are set back an hour of the night counts twice, where they are set forward it is left out.
/// </summary>
/// <param name="timeZone">The place, such as <c>Europe/Berlin</c>.</param>
/// <param name="hours">The hours.</param>
[method: JsonConstructor]
internal sealed class Schedule(string timeZone, Hours[] hours)
{
    /// <summary>No hours.</summary>
    public const string Always = """{"TimeZone":"UTC","Hours":[]}""";

    private const int MostHours = 50;
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    private readonly TimeZoneInfo _zone = Zone(timeZone);
    private readonly (DayOfWeek[] Days, TimeOnly From, TimeOnly To)[] _hours = hours is { Length: <= MostHours }
        ? [.. hours.Select(some => (Check(some?.Days), Time(some?.From), Time(some?.To)))]
        : throw new VadException($"A schedule has a list of at most {MostHours} hours; join some.");

    /// <summary>The place, such as <c>Europe/Berlin</c>.</summary>
    public string TimeZone => timeZone;

    /// <summary>The hours; none for always.</summary>
    public Hours[] Hours => hours;

    /// <summary>The schedule of a camera.</summary>
    public static Schedule Read(string json) => JsonSerializer.Deserialize<Schedule>(json, Options)!;

    /// <summary>Writes it.</summary>
    public string Write() => Write(timeZone, hours);

    /// <summary>Writes what somebody wants; whether it is possible is seen when it is read.</summary>
    public static string Write(string timeZone, Hours[] hours) => JsonSerializer.Serialize(new { TimeZone = timeZone, Hours = hours }, Options);

    /// <summary>Whether the camera counts at a moment.</summary>
    /// <param name="utc">The moment.</param>
    public bool Counts(DateTime utc)
    {
        DateTime here = TimeZoneInfo.ConvertTimeFromUtc(utc, _zone);
        (DayOfWeek today, TimeOnly now) = (here.DayOfWeek, TimeOnly.FromDateTime(here));
        DayOfWeek yesterday = here.AddDays(-1).DayOfWeek;
        return _hours.Length == 0 || Array.Exists(_hours, hours => hours.From < hours.To
            ? hours.Days.Contains(today) && now >= hours.From && now < hours.To
            : (hours.Days.Contains(today) && now >= hours.From) || (hours.Days.Contains(yesterday) && now < hours.To));
    }

    // the name becomes a path within the machine's time zones
    private static TimeZoneInfo Zone(string? name) =>
        name is { Length: > 0 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+' or ' ') && name[0] != '/' && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? zone
            : throw new VadException($"There is no time zone '{name}' on this machine; give one such as Europe/Berlin, or UTC.");

    private static DayOfWeek[] Check(DayOfWeek[]? days) =>
        days is { Length: > 0 } && Array.TrueForAll(days, Enum.IsDefined) ? days : throw new VadException("Hours without a day count never; give days such as Monday.");

    private static TimeOnly Time(string? text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : throw new VadException($"'{text}' is no time of day; give one such as 22:00.");
}
