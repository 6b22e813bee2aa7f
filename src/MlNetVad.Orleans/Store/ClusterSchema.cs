using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MlNetVad.Orleans.Store;

/// <summary>Makes the cluster's tables and Orleans' queries before the node joins; waits for a database that is away.</summary>
internal sealed class ClusterSchema(ClusterDatabase database, ILogger<ClusterSchema> log) : IHostedLifecycleService
{
    private const long Lock = 0x4D6C4E6574566164;   // one node at a time
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Before anything else of the program starts.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Make(cancellationToken);
                return;
            }
            catch (NpgsqlException e) when (e is not PostgresException || e.IsTransient)
            {
                log.LogError("The node cannot join yet: {Reason}", e.GetBaseException().Message);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes what is missing.</summary>
    public async Task Make(CancellationToken stop)
    {
        await database.MakeDatabase(stop);
        await using NpgsqlConnection connection = await database.Source.OpenConnectionAsync(stop);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(stop);
        foreach (string text in (string[])[$"SELECT pg_advisory_xact_lock({Lock})", Text("tables.sql"), Text("queries.sql")])
        {
            await using var command = new NpgsqlCommand(text, connection, transaction);
            await command.ExecuteNonQueryAsync(stop);
        }

        await transaction.CommitAsync(stop);
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(ClusterSchema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
