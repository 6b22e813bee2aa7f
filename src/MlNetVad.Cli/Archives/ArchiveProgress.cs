using System.Text.Json;
using Hangfire.Storage;

namespace MlNetVad.Cli.Archives;

/// <summary>How far an archive is, as its command last said. It stands in the store as JSON, one for each results folder, for who else looks.</summary>
/// <param name="Archive">What the videos are opened from.</param>
/// <param name="Jobs">All its jobs.</param>
/// <param name="Open">Those that are neither done nor failed.</param>
/// <param name="FailedVideos">Videos of which a job failed.</param>
/// <param name="Frames">Frames that were still to be scored when the command began, as far as the containers promise.</param>
/// <param name="FramesDone">Those of them that are done or given up.</param>
/// <param name="Begun">When the command began to wait, UTC.</param>
/// <param name="At">When it said so, UTC.</param>
internal sealed record ArchiveProgress(string Archive, int Jobs, int Open, int FailedVideos, long Frames, long FramesDone, DateTime Begun, DateTime At)
{
    private const string Key = "archives";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Writes it down, and forgets what other archives said long ago.</summary>
    public void Write(IStorageConnection connection, string results)
    {
        IReadOnlyList<(string Results, ArchiveProgress Progress)> all = Read(connection);
        (string Results, ArchiveProgress Progress)[] kept = [.. all.Where(one => At - one.Progress.At < Kept)];
        using IWriteOnlyTransaction transaction = connection.CreateWriteTransaction();
        if (kept.Length < all.Count)
        {
            transaction.RemoveHash(Key);   // what another command says at this moment is lost, and said again in some seconds
            transaction.SetRangeInHash(Key, kept.Select(one => KeyValuePair.Create(one.Results, JsonSerializer.Serialize(one.Progress))));
        }

        transaction.SetRangeInHash(Key, [KeyValuePair.Create(results, JsonSerializer.Serialize(this))]);
        transaction.Commit();
    }

    /// <summary>What every archive's command last said.</summary>
    public static IReadOnlyList<(string Results, ArchiveProgress Progress)> Read(IStorageConnection connection) =>
        [.. (connection.GetAllEntriesFromHash(Key) ?? []).Select(pair => (pair.Key, JsonSerializer.Deserialize<ArchiveProgress>(pair.Value)!))];
}
