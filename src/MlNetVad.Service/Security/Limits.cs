using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Api;

namespace MlNetVad.Service.Security;

/// <summary>How often something may be asked for.</summary>
internal static class Limits
{
    /// <summary>Limits logins an address, and frames a camera.</summary>
    public static void Configure(RateLimiterOptions limiter, IOptions<VadServiceOptions> options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.AddPolicy(AccountApi.LoginLimit, http => Window(http.Connection.RemoteIpAddress?.ToString() ?? "", options.Value.LoginsPerMinute, TimeSpan.FromMinutes(1)));
        limiter.AddPolicy(PictureApi.PushLimit, http => Window(http.Request.RouteValues["id"]?.ToString() ?? "", options.Value.PushesPerSecond, TimeSpan.FromSeconds(1)));
    }

    private static RateLimitPartition<string> Window(string key, int permits, TimeSpan window) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = Math.Max(1, permits), Window = window });
}
