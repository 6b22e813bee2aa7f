using Microsoft.EntityFrameworkCore;

namespace MlNetVad.Service.Data;

/// <summary>Opens the database for work of a moment, from anywhere.</summary>
internal sealed class DbAccess(IServiceScopeFactory scopes)
{
    /// <summary>Does work in a context of its own.</summary>
    public async Task<T> Run<T>(Func<VadDb, Task<T>> work)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<VadDb>());
    }

    /// <summary>Does work in a context of its own.</summary>
    public Task Run(Func<VadDb, Task> work) => Run(async db =>
    {
        await work(db);
        return true;
    });

    /// <summary>Brings the database up to this version.</summary>
    public Task Migrate(CancellationToken stop) => Run(async db =>
    {
        await db.Database.MigrateAsync(stop);
        if (db.Database.IsSqlite())
        {
            // readers and the writer do not wait for each other
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", stop);
        }
    });
}
