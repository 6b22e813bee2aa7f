using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace MlNetVad.Orleans.Store;

/// <summary>The models that all nodes share, by name and content hash.</summary>
internal sealed class SharedModels(ClusterDatabase database)
{
    /// <summary>The hash of each model; empty for one that was taken off the shelf.</summary>
    public async Task<Dictionary<string, string>> Hashes(CancellationToken stop)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand("SELECT name, hash FROM vad_model");
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(stop);
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await row.ReadAsync(stop))
        {
            hashes[row.GetString(0)] = row.GetString(1);
        }

        return hashes;
    }

    /// <summary>Puts a model there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="hash">Its hash; empty to take it off the shelf.</param>
    /// <param name="file">Its file; null to take it off.</param>
    /// <param name="before">The hash that it replaces; null where there was no such model.</param>
    /// <param name="stop">Ends the transfer.</param>
    /// <returns>Whether it is there; false where another node was faster.</returns>
    public async Task<bool> Put(string name, string hash, Stream? file, string? before, CancellationToken stop)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand(before is null
            ? "INSERT INTO vad_model (name, hash, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            : "UPDATE vad_model SET hash = $2, bytes = $3, at = now() WHERE name = $1 AND hash = $4");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = hash });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)file ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });
        if (before is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = before });
        }

        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>Reads a model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="hash">The hash that is wanted.</param>
    /// <param name="into">Where it goes.</param>
    /// <returns>Whether it is there with that hash.</returns>
    public bool Fetch(string name, string hash, Stream into)
    {
        using NpgsqlCommand command = database.Source.CreateCommand("SELECT bytes FROM vad_model WHERE name = $1 AND hash = $2 AND bytes IS NOT NULL");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = hash });
        using NpgsqlDataReader row = command.ExecuteReader(CommandBehavior.SequentialAccess);
        if (!row.Read())
        {
            return false;
        }

        using Stream bytes = row.GetStream(0);
        bytes.CopyTo(into);
        return true;
    }
}
