using MlNetVad.Orleans.Store;
using Npgsql;

namespace MlNetVad.Orleans.Placement;

/// <summary>What every node does, as far as this one knows.</summary>
internal sealed class NodeLoads(ClusterDatabase database)
{
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private readonly List<(SiloAddress Node, DateTime At)> _placed = [];
    private Dictionary<string, NodeLoad> _loads = [];

    /// <summary>The node of these that does least.</summary>
    public SiloAddress Choose(IReadOnlyList<SiloAddress> nodes)
    {
        lock (_lock)
        {
            DateTime now = DateTime.UtcNow;
            _placed.RemoveAll(one => now - one.At > Lasting);
            int cameras = _loads.Values.Sum(load => load.Cameras);
            double usual = cameras == 0 ? 1 : Math.Max(1, _loads.Values.Sum(load => load.ScoredPerSecond) / cameras);
            SiloAddress chosen = nodes.MinBy(node => LoadOf(node).With(_placed.Count(one => one.Node.Equals(node)), usual))!;
            _placed.Add((chosen, now));
            return chosen;
        }
    }

    /// <summary>Tells the others what this node does, and hears of them.</summary>
    public async Task Exchange(SiloAddress node, string name, NodeLoad load, CancellationToken stop)
    {
        await using NpgsqlCommand tell = database.Source.CreateCommand(
            """
            INSERT INTO vad_node (address, node, cameras, scored_per_second, processors, at) VALUES ($1, $2, $3, $4, $5, now())
            ON CONFLICT (address) DO UPDATE SET cameras = EXCLUDED.cameras, scored_per_second = EXCLUDED.scored_per_second, at = EXCLUDED.at
            """);
        tell.Parameters.AddRange(new NpgsqlParameter[]
        {
            new() { Value = node.ToParsableString() }, new() { Value = name }, new() { Value = load.Cameras },
            new() { Value = load.ScoredPerSecond }, new() { Value = load.Processors },
        });
        await tell.ExecuteNonQueryAsync(stop);
        await using NpgsqlCommand hear = database.Source.CreateCommand(
            "DELETE FROM vad_node WHERE at < now() - interval '1 hour'; SELECT address, cameras, scored_per_second, processors FROM vad_node WHERE at > now() - interval '1 minute'");
        var loads = new Dictionary<string, NodeLoad>();
        await using (NpgsqlDataReader row = await hear.ExecuteReaderAsync(stop))
        {
            while (await row.ReadAsync(stop))
            {
                loads[row.GetString(0)] = new NodeLoad(row.GetInt32(1), row.GetDouble(2), row.GetInt32(3));
            }
        }

        lock (_lock)
        {
            _loads = loads;
        }
    }

    // one that has said nothing yet is new, and like this one
    private NodeLoad LoadOf(SiloAddress node) => _loads.GetValueOrDefault(node.ToParsableString(), new NodeLoad(0, 0, Environment.ProcessorCount));
}
