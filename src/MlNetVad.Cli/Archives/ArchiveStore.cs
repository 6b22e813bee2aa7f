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

    private const int MostTries = 3;

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
        return Patiently(() => Open(connection, makesTables: true));
    }

    /// <summary>The store on PostgreSQL as it is: nothing is made there, and nothing asked yet.</summary>
    public static JobStorage AsItIs(string connection) => Open(connection, makesTables: false);

    /// <summary>Asks again what the server broke off because two waited for each other, as who makes the tables and who looks at them do.</summary>
    public static T Patiently<T>(Func<T> ask)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return ask();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && tries < MostTries)
            {
                // the other one has gone on
            }
        }
    }

    /// <summary>Says that it cannot be reached.</summary>
    public static VadException Away(string connection, Exception why) => new(
        $"The store at '{new NpgsqlConnectionStringBuilder(connection).Host}' does not answer or refuses ({why.GetBaseException().Message.TrimEnd('.')}); look whether PostgreSQL runs there and knows the user and the database.", why);

    private static PostgreSqlStorage Open(string connection, bool makesTables)
    {
        var options = new PostgreSqlStorageOptions
        {
            PrepareSchemaIfNecessary = makesTables,
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
            throw Away(connection, e);
        }
    }
}
