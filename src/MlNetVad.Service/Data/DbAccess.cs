using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlNetVad.Service.Data;

/// <summary>Opens the database for work of a moment, from anywhere.</summary>
internal sealed class DbAccess(IServiceScopeFactory scopes)
{
    private const long Lock = 0x4D6C4E6574566162;   // one node at a time; the cluster's tables have another
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

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

    /// <summary>Does work that no other node does meanwhile, where several have one database, which is made where it is missing.</summary>
    public Task Alone(Func<Task> work, CancellationToken stop) => Run(async db =>
    {
        if (db.Database.IsNpgsql())
        {
            var server = (IRelationalDatabaseCreator)db.GetService<IDatabaseCreator>();
            if (!await server.ExistsAsync(stop))
            {
                await server.CreateAsync(stop);
            }

            db.Database.SetCommandTimeout(LongestWait);
            await db.Database.OpenConnectionAsync(stop);   // the lock is the connection's, and goes with it
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Lock})", stop);
            try
            {
                await work();
            }
            finally
            {
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
            }
        }
        else
        {
            await work();
        }
    });

    /// <summary>Brings the database up to this version.</summary>
    public Task Migrate(CancellationToken stop) => Run(async db =>
    {
        if (db.Database.IsNpgsql())
        {
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(stop);   // else the first start logs as an error that it is missing
        }

        await db.Database.MigrateAsync(stop);
        if (db.Database.IsSqlite())
        {
            // readers and the writer do not wait for each other
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", stop);
        }
    });
}
