using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Security;

/// <summary>Knows programs by the key in <c>X-Api-Key</c>. Keys are random, so a plain hash of one is enough.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, VadDb database, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "ApiKey";

    /// <summary>The header.</summary>
    public const string Header = "X-Api-Key";

    private const string Prefix = "vad_";
    private const int Length = 47;

    /// <summary>Makes a key of 256 random bits.</summary>
    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>What is kept of a key.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var given))
        {
            return AuthenticateResult.NoResult();
        }

        string key = given.ToString();
        if (key.Length != Length || !key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return AuthenticateResult.Fail("no key");
        }

        string hash = Hash(key);
        if (await database.ApiKeys.FirstOrDefaultAsync(row => row.Hash == hash, Context.RequestAborted) is not { } known)
        {
            return AuthenticateResult.Fail("unknown key");
        }

        DateTime now = time.GetUtcNow().UtcDateTime;
        if (now - known.LastUsedAt is not { TotalMinutes: < 1 })
        {
            known.LastUsedAt = now;
            await database.SaveChangesAsync(Context.RequestAborted);
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "key " + known.Name), new Claim(ClaimTypes.Role, known.Role)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
