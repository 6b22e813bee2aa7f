using System.Data.Common;
using Npgsql;

namespace MlNetVad.Orleans.Store;

/// <summary>
/// Fencing: whoever begins to watch a camera takes the next epoch, and an event is written only by the holder of the newest one. A node that
/// others think dead, and that is not, so cannot write an event beside them.
/// </summary>
internal sealed class CameraEpochs(ClusterDatabase database)
{
    /// <summary>Takes the next epoch of a camera; the one before is worth nothing from now on.</summary>
    public async Task<long> Next(Guid camera, string node)
    {
        await using NpgsqlCommand command = database.Source.CreateCommand(
            """
            INSERT INTO vad_camera_epoch (camera, epoch, node) VALUES ($1, 1, $2)
            ON CONFLICT (camera) DO UPDATE SET epoch = vad_camera_epoch.epoch + 1, node = EXCLUDED.node, since = now()
            RETURNING epoch
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = camera });
        command.Parameters.Add(new NpgsqlParameter { Value = node });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>When another node took a camera over from the holder of an epoch; null where the epoch is the newest, and stays so. Nobody else writes of this camera until the transaction ends. A camera that is gone was taken over before all time.</summary>
    public static async Task<DateTime?> TakenOver(DbTransaction transaction, Guid camera, long epoch)
    {
        await using DbCommand command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT epoch, since FROM vad_camera_epoch WHERE camera = $1 FOR UPDATE";
        command.Parameters.Add(new NpgsqlParameter { Value = camera });
        await using DbDataReader row = await command.ExecuteReaderAsync();
        return !await row.ReadAsync() ? DateTime.MinValue : row.GetInt64(0) == epoch ? null : row.GetDateTime(1);
    }
}
