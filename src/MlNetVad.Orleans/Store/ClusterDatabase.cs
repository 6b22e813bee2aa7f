using Npgsql;

namespace MlNetVad.Orleans.Store;

/// <summary>The PostgreSQL database that all nodes share.</summary>
internal sealed class ClusterDatabase(string connectionString) : IAsyncDisposable
{
    // a server has a hundred for all nodes and all that they do
    private const int MostConnections = 8;

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = MostConnections }.ConnectionString);

    /// <summary>How Orleans and the service reach it.</summary>
    public string ConnectionString => connectionString;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>Makes the database where there is none.</summary>
    public async Task MakeDatabase(CancellationToken stop)
    {
        try
        {
            await using NpgsqlConnection there = await Source.OpenConnectionAsync(stop);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var server = new NpgsqlConnectionStringBuilder(connectionString);
            string name = server.Database!.Replace("\"", "\"\"", StringComparison.Ordinal);
            server.Database = "postgres";
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
            await using NpgsqlCommand make = source.CreateCommand($"CREATE DATABASE \"{name}\"");
            try
            {
                await make.ExecuteNonQueryAsync(stop);
            }
            catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // another node was faster
            }
        }
    }
}
