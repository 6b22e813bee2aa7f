using Npgsql;

namespace MlNetVad.Orleans.Store;

/// <summary>Connections to a database that others wait for.</summary>
internal static class SharedConnection
{
    // longer than any pause of a node that is well
    private const int MostIdleSeconds = 5;

    /// <summary>
    /// Has the server end a transaction whose client says nothing any more. A machine that freezes in the middle of one holds its rows otherwise
    /// for as long as the connection stands, and who takes over its work waits for them.
    /// </summary>
    /// <param name="text">A connection string of PostgreSQL.</param>
    /// <param name="setting">Where it was given.</param>
    /// <returns>The same, with that wish.</returns>
    /// <exception cref="VadException">It is no such string.</exception>
    public static string Of(string text, string setting)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(text);
            ArgumentException.ThrowIfNullOrEmpty(connection.Host);
            connection.Options = $"{connection.Options} -c idle_in_transaction_session_timeout={MostIdleSeconds}s".Trim();
            return connection.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new VadException($"{setting} is no connection string of PostgreSQL; expected such as Host=db;Database=vad;Username=vad (the password from PGPASSWORD or a .pgpass file).", e);
        }
    }
}
