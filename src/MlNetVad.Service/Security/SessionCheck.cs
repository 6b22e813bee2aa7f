using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Security;

/// <summary>A page that stays open loses its user where that one is deleted, or gets another role or password.</summary>
internal sealed class SessionCheck(ILoggerFactory log, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(log)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<VadUser>>();
        ClaimsPrincipal signedIn = authenticationState.User;
        return await users.GetUserAsync(signedIn) is { } user
            && signedIn.FindFirstValue(new ClaimsIdentityOptions().SecurityStampClaimType) == await users.GetSecurityStampAsync(user);
    }
}
