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

    /// <summary>Adds one.</summary>
    public void Add(string name, string xml)
    {
        using NpgsqlCommand command = database.Source.CreateCommand("INSERT INTO vad_key (name, xml) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = xml });
        command.ExecuteNonQuery();
    }
}
