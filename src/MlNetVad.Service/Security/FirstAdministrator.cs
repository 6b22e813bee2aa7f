using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Security;

/// <summary>Makes the roles, and at the first start the user <c>admin</c>.</summary>
internal sealed class FirstAdministrator(IServiceScopeFactory scopes, IOptions<VadServiceOptions> options, ILogger<FirstAdministrator> log)
{
    /// <summary>The name of the first user.</summary>
    public const string Name = "admin";

    /// <summary>The variable that goes before the options.</summary>
    public const string Variable = "MLNETVAD_ADMIN_PASSWORD";

    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private const int Length = 20;

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="VadException">The password that was given is too weak.</exception>
    public async Task Make()
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>();
        foreach (string role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                await roles.CreateAsync(new IdentityRole(role));
            }
        }

        var users = scope.ServiceProvider.GetRequiredService<UserManager<VadUser>>();
        if (await users.Users.AnyAsync())
        {
            return;
        }

        string? given = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : options.Value.AdministratorPassword;
        string password = given ?? RandomNumberGenerator.GetString(Letters, Length);
        var user = new VadUser { UserName = Name };
        IdentityResult made = await users.CreateAsync(user, password);
        if (!made.Succeeded)
        {
            throw new VadException($"The administrator's password is refused: {string.Join(' ', made.Errors.Select(error => error.Description))} Set {Variable} to another one.");
        }

        await users.AddToRoleAsync(user, Roles.Administrator);
        if (given is null)
        {
            log.LogWarning("First start: sign in as '{Name}' with the password {Password} and change it; it is not shown again.", Name, password);
        }
    }
}
