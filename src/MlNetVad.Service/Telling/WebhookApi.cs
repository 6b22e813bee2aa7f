using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Telling;

/// <summary>Whom to tell, and what could not be told.</summary>
internal static class WebhookApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder hooks = api.MapGroup("/webhooks").WithTags("Telling").RequireAuthorization(Roles.Administrator);
        hooks.MapGet("", async (VadDb db) => await db.Webhooks.AsNoTracking().Select(hook => new { hook.Id, hook.Url, hook.Enabled }).ToArrayAsync()).WithSummary("Whom to tell; secrets are not shown.");
        hooks.MapPost("", async ([FromBody] NewWebhook hook, Webhooks all) =>
        {
            (Guid id, string secret) = await all.Add(hook.Url);
            return Results.Created($"/api/webhooks/{id}", new { Id = id, Secret = secret });
        }).WithSummary("Tell one more; the answer holds the secret that signs, this once.");
        hooks.MapDelete("/{id:guid}", async (Guid id, VadDb db) => await db.Webhooks.Where(hook => hook.Id == id).ExecuteDeleteAsync() > 0 ? Results.NoContent() : Results.NotFound())
            .WithSummary("Tell it no longer.");
        hooks.MapGet("/dead", async (VadDb db) => await db.DeadLetters.AsNoTracking().OrderByDescending(letter => letter.At).Take(200).ToArrayAsync()).WithSummary("What could not be delivered.");
        hooks.MapPost("/dead/{id:guid}", async (Guid id, WebhookSender sender, CancellationToken stop) => await sender.Retry(id, stop) ? Results.NoContent() : Results.NotFound())
            .WithSummary("Send one again.");
        hooks.MapDelete("/dead/{id:guid}", async (Guid id, VadDb db) => await db.DeadLetters.Where(letter => letter.Id == id).ExecuteDeleteAsync() > 0 ? Results.NoContent() : Results.NotFound())
            .WithSummary("Forget one.");
    }
}

/// <summary>Somebody to be told.</summary>
internal sealed record NewWebhook(string Url);

/// <summary>Adds webhooks; the API and the pages both come here.</summary>
internal sealed class Webhooks(DbAccess database, Credentials credentials)
{
    private const int LongestUrl = 2000, SecretBytes = 32;

    /// <summary>Adds one.</summary>
    /// <returns>Its id, and the secret that signs, which is shown this once.</returns>
    /// <exception cref="VadException">The address is none.</exception>
    public async Task<(Guid Id, string Secret)> Add(string url)
    {
        if (url is not { Length: <= LongestUrl } || !Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            throw new VadException("A webhook's address begins with http:// or https:// and holds no password; give another one.");
        }

        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var hook = new Webhook { Url = url, SecretProtected = credentials.Hide(secret) };
        await database.Run(async db =>
        {
            db.Webhooks.Add(hook);
            await db.SaveChangesAsync();
        });
        return (hook.Id, secret);
    }
}
