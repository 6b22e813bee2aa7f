using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Api;

/// <summary>Users, keys, and what all of them did.</summary>
internal static class PeopleApi
{
    public static void Map(RouteGroupBuilder api)
    {
        RouteGroupBuilder people = api.MapGroup("").WithTags("People").RequireAuthorization(Roles.Administrator);
        people.MapGet("/users", (People all) => all.Users()).WithSummary("Who may sign in.");
        people.MapPost("/users", async ([FromBody] NewUser user, People all) =>
        {
            await all.Add(user.Name, user.Password, user.Role);
            return Results.Created($"/api/users/{Uri.EscapeDataString(user.Name)}", new { user.Name, user.Role });
        }).WithSummary("Let somebody sign in.");
        people.MapPut("/users/{name}", async (string name, [FromBody] UserEdit edit, People all) => await all.Change(name, edit.Role, edit.Password) ? Results.NoContent() : Results.NotFound())
            .WithSummary("Give a user another role or password.");
        people.MapDelete("/users/{name}", async (string name, HttpContext http, People all) =>
            name.Equals(http.User.Identity?.Name, StringComparison.OrdinalIgnoreCase) ? throw new VadException("That is you; have another administrator do it.")
            : await all.Delete(name) ? Results.NoContent() : Results.NotFound()).WithSummary("Let somebody sign in no longer.");
        people.MapGet("/keys", async (VadDb db) => await db.ApiKeys.AsNoTracking().Select(key => new { key.Id, key.Name, key.Role, key.CreatedAt, key.LastUsedAt }).ToArrayAsync())
            .WithSummary("The keys of programs; the keys themselves are not kept.");
        people.MapPost("/keys", async ([FromBody] NewKey key, People all) =>
        {
            (Guid id, string made) = await all.MakeKey(key.Name, key.Role);
            return Results.Created($"/api/keys/{id}", new { Id = id, key.Name, key.Role, Key = made });
        }).WithSummary("Make a key; it is shown this once.");
        people.MapDelete("/keys/{id:guid}", async (Guid id, VadDb db) => await db.ApiKeys.Where(key => key.Id == id).ExecuteDeleteAsync() > 0 ? Results.NoContent() : Results.NotFound())
            .WithSummary("Make a key worthless.");
        people.MapGet("/audit", async (VadDb db, int? take) => await db.Audit.AsNoTracking().OrderByDescending(entry => entry.Id).Take(Math.Clamp(take ?? 100, 1, 1000)).ToArrayAsync())
            .WithSummary("Who changed what and who was refused, newest first.");
    }
}

/// <summary>Somebody new.</summary>
internal sealed record NewUser(string Name, string Password, string Role);

/// <summary>What changes of a user; what is null stays.</summary>
internal sealed record UserEdit(string? Role, string? Password);

/// <summary>A key to be made.</summary>
internal sealed record NewKey(string Name, string Role);
