using System.ClientModel.Primitives;
using System.Globalization;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>Pauses between attempts: twice as long each time, by chance half or one and a half of that, and never less than the endpoint asks for.</summary>
/// <param name="retries">Attempts after the first one.</param>
/// <param name="first">The first pause, about.</param>
internal sealed class RetryPauses(int retries, TimeSpan first) : ClientRetryPolicy(retries)
{
    /// <summary>The longest pause that an endpoint may ask for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestOwn = TimeSpan.FromSeconds(30);

    /// <summary>How long the endpoint asks to wait; zero where it does not.</summary>
    internal static TimeSpan Asked(PipelineResponse? response, DateTimeOffset now)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out string? text))
        {
            return TimeSpan.Zero;
        }

        TimeSpan asked = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset until) ? until - now : TimeSpan.Zero;
        return TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, Longest.Ticks));
    }

    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount)
    {
        TimeSpan own = first * (Math.Pow(2, tryCount - 1) * (0.5 + Random.Shared.NextDouble()));
        TimeSpan asked = Asked(message.Response, DateTimeOffset.UtcNow);
        own = own < LongestOwn ? own : LongestOwn;
        return asked > own ? asked : own;
    }
}
