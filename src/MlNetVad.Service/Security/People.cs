using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using MlNetVad.Service.Data;

namespace MlNetVad.Service.Security;

/// <summary>Users and keys; the API and the pages both come here.</summary>
internal sealed class People(UserManager<VadUser> users, VadDb db, TimeProvider time)
{
    /// <summary>Who may sign in, and as what.</summary>
    public async Task<UserView[]> Users()
    {
        var all = new List<UserView>();
        foreach (VadUser user in await users.Users.OrderBy(user => user.UserName).ToArrayAsync())
        {
            all.Add(new UserView(user.UserName!, (await users.GetRolesAsync(user)).FirstOrDefault() ?? ""));
        }

        return [.. all];
    }

    /// <summary>Lets somebody sign in.</summary>
    /// <exception cref="VadException">A bad name, role or password.</exception>
    public async Task Add(string name, string password, string role)
    {
        CheckRole(role);
        var user = new VadUser { UserName = name };
        Check(await users.CreateAsync(user, password));
        Check(await users.AddToRoleAsync(user, role));
    }

    /// <summary>Gives a user another role or password; what is null stays.</summary>
    /// <returns>Whether there is such a user.</returns>
    /// <exception cref="VadException">A bad role or password, or nobody would be administrator any more.</exception>
    public async Task<bool> Change(string name, string? role, string? password)
    {
        if (await users.FindByNameAsync(name) is not { } user)
        {
            return false;
        }

        if (role is not null)
        {
            CheckRole(role);
            if (role != Roles.Administrator)
            {
                await CheckAnotherAdministrator(user);
            }

            Check(await users.RemoveFromRolesAsync(user, await users.GetRolesAsync(user)));
            Check(await users.AddToRoleAsync(user, role));
        }

        if (password is not null)
        {
            Check(await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password));
        }

        Check(await users.UpdateSecurityStampAsync(user));   // who is signed in must sign in again
        return true;
    }

    /// <summary>Lets somebody sign in no longer.</summary>
    /// <returns>Whether there was such a user.</returns>
    /// <exception cref="VadException">Nobody would be administrator any more.</exception>
    public async Task<bool> Delete(string name)
    {
        if (await users.FindByNameAsync(name) is not { } user)
        {
            return false;
        }

        await CheckAnotherAdministrator(user);
        Check(await users.DeleteAsync(user));
        return true;
    }

    /// <summary>Makes a key for a program.</summary>
    /// <returns>Its id, and the key, which is kept nowhere.</returns>
    /// <exception cref="VadException">A bad name or role.</exception>
    public async Task<(Guid Id, string Key)> MakeKey(string name, string role)
    {
        CheckRole(role);
        if (string.IsNullOrWhiteSpace(name) || name.Length > 64 || name.Any(char.IsControl))
        {
            throw new VadException("A key's name has 1 to 64 characters; say what it is for.");
        }

        string key = ApiKeyHandler.Make();
        var row = new ApiKey { Name = name, Role = role, Hash = ApiKeyHandler.Hash(key), CreatedAt = time.GetUtcNow().UtcDateTime };
        db.ApiKeys.Add(row);
        await db.SaveChangesAsync();
        return (row.Id, key);
    }

    private async Task CheckAnotherAdministrator(VadUser but)
    {
        if ((await users.GetUsersInRoleAsync(Roles.Administrator)).All(user => user.Id == but.Id))
        {
            throw new VadException($"'{but.UserName}' is the only administrator; make another one first.");
        }
    }

    private static void CheckRole(string? role)
    {
        if (!Roles.All.Contains(role))
        {
            throw new VadException($"The role '{role}' does not exist; give one of {string.Join(", ", Roles.All)}.");
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new VadException(string.Join(' ', result.Errors.Select(error => error.Description)));
        }
    }
}

/// <summary>Who may sign in.</summary>
internal sealed record UserView(string Name, string Role);
