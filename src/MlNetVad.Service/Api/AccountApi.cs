using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using MlNetVad.Service.Data;
using MlNetVad.Service.Security;

namespace MlNetVad.Service.Api;

/// <summary>Signing in and out. The forms carry a token against requests that others forge.</summary>
internal static class AccountApi
{
    /// <summary>The limit on logins.</summary>
    public const string LoginLimit = "login";

    public static void Map(IEndpointRouteBuilder app, RouteGroupBuilder api)
    {
        app.MapPost("/account/login", Login).AllowAnonymous().RequireRateLimiting(LoginLimit).ExcludeFromDescription();
        app.MapPost("/account/logout", Logout).RequireAuthorization(Roles.Viewer).ExcludeFromDescription();
        app.MapPost("/account/password", Password).RequireAuthorization(Roles.Viewer).RequireRateLimiting(LoginLimit).ExcludeFromDescription();
        api.MapGet("/csrf", (HttpContext http, IAntiforgery antiforgery) => new { Token = antiforgery.GetAndStoreTokens(http).RequestToken, Header = CsrfFilter.Header })
            .WithTags("Account").WithSummary("The token that requests with a cookie must carry.");
        api.MapGet("/me", (HttpContext http) => new { http.User.Identity?.Name, Roles = Roles.All.Where(http.User.IsInRole) }).WithTags("Account").WithSummary("Who you are.");
    }

    private static async Task<IResult> Login([FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl, HttpContext http, SignInManager<VadUser> signIn, Audit audit)
    {
        Microsoft.AspNetCore.Identity.SignInResult result = await signIn.PasswordSignInAsync(name ?? "", password ?? "", isPersistent: false, lockoutOnFailure: true);
        await audit.Write(http, "sign in", result.Succeeded ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized, Shorten(name));
        return result.Succeeded ? Results.LocalRedirect(Local(returnUrl)) : Results.LocalRedirect("/login?failed=true");
    }

    private static async Task<IResult> Logout([FromForm] string? returnUrl, SignInManager<VadUser> signIn)
    {
        await signIn.SignOutAsync();
        return Results.LocalRedirect(returnUrl is null ? "/login" : Local(returnUrl));
    }

    private static async Task<IResult> Password([FromForm] string? old, [FromForm] string? password, HttpContext http, UserManager<VadUser> users, SignInManager<VadUser> signIn, Audit audit)
    {
        VadUser? user = await users.GetUserAsync(http.User);
        bool changed = user is not null && (await users.ChangePasswordAsync(user, old ?? "", password ?? "")).Succeeded;
        await audit.Write(http, "change password", changed ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
        if (changed)
        {
            await signIn.RefreshSignInAsync(user!);
        }

        return Results.LocalRedirect(changed ? "/account?done=true" : "/account?failed=true");
    }

    // nothing that leads to another host
    private static string Local(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl) ? url : "/";

    private static string Shorten(string? name) => name is null ? "" : name[..Math.Min(name.Length, 64)];
}
