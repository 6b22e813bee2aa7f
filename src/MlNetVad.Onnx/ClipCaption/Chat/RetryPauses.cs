using System.Globalization;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Pauses between attempts: twice as long each time, by chance half or one and a half of that, and never less than the service asks for.</summary>
internal static class RetryPauses
{
    /// <summary>The longest pause that an endpoint may ask for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestOwn = TimeSpan.FromSeconds(30);

    /// <summary>How long an endpoint asks to wait; zero where it does not.</summary>
    /// <param name="header">What it says as <c>Retry-After</c> (RFC 9110, 10.2.3): seconds, or a date.</param>
    /// <param name="now">What time it is.</param>
    public static TimeSpan Asked(string? header, DateTimeOffset now)
    {
        TimeSpan asked = TimeSpan.Zero;
        if (double.TryParse(header, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds >= 0)
        {
            asked = TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
        }
        else if (DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until))
        {
            asked = until - now;
        }

        return TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, Longest.Ticks));
    }

    /// <summary>The pause behind an attempt.</summary>
    /// <param name="first">The first pause, about.</param>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="header">What the service says as <c>Retry-After</c>; null for nothing.</param>
    /// <param name="now">What time it is.</param>
    public static TimeSpan Next(TimeSpan first, int attempt, string? header, DateTimeOffset now)
    {
        TimeSpan own = first * (Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble()));
        TimeSpan asked = Asked(header, now);
        own = own < LongestOwn ? own : LongestOwn;
        return asked > own ? asked : own;
    }
}
