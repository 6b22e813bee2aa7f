using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlNetVad.Service.Data;

/// <summary>Opens the database for work of a moment, from anywhere.</summary>
internal sealed class DbAccess(IServiceScopeFactory scopes)
{
    private const long Lock = 0x4D6C4E6574566165;

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

    /// <summary>Does work while no other process on this database does such work: those that start at once would make the same rows.</summary>
    public Task Alone(Func<Task> work, CancellationToken stop) => Run(async db =>
    {
        if (db.Database.IsSqlite())
        {
            await work();   // one process alone has the file
            return;
        }

        var server = db.GetService<IRelationalDatabaseCreator>();
        if (!await server.ExistsAsync(stop))
        {
            await server.CreateAsync(stop);
        }

        // the lock goes with the transaction; a process that freezes with it loses it after a minute
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(2));
        await using IDbContextTransaction alone = await db.Database.BeginTransactionAsync(stop);
        await db.Database.ExecuteSqlRawAsync($"SET LOCAL idle_in_transaction_session_timeout = '60s'; SELECT pg_advisory_xact_lock({Lock})", stop);
        await work();
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
