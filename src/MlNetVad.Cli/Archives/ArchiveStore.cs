using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using MlNetVad.Orleans.Store;
using Npgsql;

namespace MlNetVad.Cli.Archives;

/// <summary>Where jobs wait: in memory for one process, on PostgreSQL for many machines.</summary>
internal static class ArchiveStore
{
    // a job of a worker that died is taken again after this; one that lives says so five times as often
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    // A lock is a row, and stays when its holder dies or the store goes away while it is held. Hangfire would wait ten minutes for it, and the
    // worker would keep the job all the while. A change of state takes milliseconds; two at once would do a job twice, with the same bytes.
    private static readonly TimeSpan LockLeftBehind = TimeSpan.FromSeconds(10);

    /// <summary>Opens it; on PostgreSQL, tables are made in a schema of their own at the first use.</summary>
    /// <param name="connection">A connection string of PostgreSQL; null for memory.</param>
    /// <exception cref="VadException">The server does not answer, or refuses.</exception>
    public static JobStorage Open(string? connection)
    {
        if (connection is null)
        {
            return new InMemoryStorage();
        }

        connection = SharedConnection.Of(connection, "--store");
        Check(connection);
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = "mlnetvad_archive",
            QueuePollInterval = TimeSpan.FromSeconds(1),
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = Silence,
            DistributedLockTimeout = LockLeftBehind,
            AllowDegradedModeWithoutStorage = false,
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options, null), options);
    }

    private static void Check(string connection)
    {
        try
        {
            using var server = new NpgsqlConnection(connection);
            server.Open();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new VadException($"The store at '{new NpgsqlConnectionStringBuilder(connection).Host}' does not answer or refuses ({e.Message.TrimEnd('.')}); look whether PostgreSQL runs there and knows the user and the database.", e);
        }
    }
}
