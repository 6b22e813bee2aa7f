using Npgsql;

namespace MlNetVad.Orleans.Store;

/// <summary>The keys that all nodes share.</summary>
internal sealed class SharedKeys(ClusterDatabase database)
{
    /// <summary>All of them, as XML.</summary>
    public IReadOnlyList<string> All()
    {
        using NpgsqlCommand command = database.Source.CreateCommand("SELECT xml FROM vad_key");
        using NpgsqlDataReader row = command.ExecuteReader();
        var all = new List<string>();
        while (row.Read())
        {
            all.Add(row.GetString(0));
        }

        return all;
    }

    /// <summary>Adds one where there is none yet: of nodes that begin at once, one makes the key of all.</summary>
    public void AddFirst(string name, string xml)
    {
        using NpgsqlConnection connection = database.Source.OpenConnection();
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        using var alone = new NpgsqlCommand("LOCK TABLE vad_key IN EXCLUSIVE MODE", connection, transaction);
        alone.ExecuteNonQuery();
        using var add = new NpgsqlCommand("INSERT INTO vad_key (name, xml) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM vad_key)", connection, transaction);
        add.Parameters.Add(new NpgsqlParameter { Value = name });
        add.Parameters.Add(new NpgsqlParameter { Value = xml });
        add.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>Adds one.</summary>
    public void Add(string name, string xml)
    {
        using NpgsqlCommand command = database.Source.CreateCommand("INSERT INTO vad_key (name, xml) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = xml });
        command.ExecuteNonQuery();
    }
}
