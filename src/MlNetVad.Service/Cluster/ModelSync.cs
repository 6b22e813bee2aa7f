using System.Security.Cryptography;
using MlNetVad.Orleans.Store;
using MlNetVad.Persistence;
using MlNetVad.Service.Models;

namespace MlNetVad.Service.Cluster;

/// <summary>
/// Keeps the shelf of this node and the models that all nodes share the same: what has changed here goes there, what has changed there comes
/// here, once each, by content hash. Where both have changed, the shared one wins.
/// </summary>
internal sealed class ModelSync(ModelShelf shelf, SharedModels shared, ILogger<ModelSync> log)
{
    private const string Gone = "";

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, string> _same = [];
    private readonly Dictionary<string, (DateTime Written, long Length, string Hash)> _hashes = [];

    /// <summary>The hash of a model when it was last the same here and there; empty where it is not known.</summary>
    public string HashOf(string name) => _same.GetValueOrDefault(name, Gone);

    /// <summary>Looks once.</summary>
    public async Task Run(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            Dictionary<string, string> there = await shared.Hashes(stop);
            foreach (string name in shelf.Names.Union(there.Keys).ToArray())
            {
                await Settle(name, Here(name), there.GetValueOrDefault(name), stop);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task Settle(string name, string here, string? there, CancellationToken stop)
    {
        bool changedHere = _same.TryGetValue(name, out string? before) ? here != before && there == before : there is null;
        if (here == there)
        {
            _same[name] = here;
        }
        else if (changedHere)
        {
            await using FileStream? file = here == Gone ? null : File.OpenRead(shelf.PathOf(name));
            if (await shared.Put(name, here, file, there, stop))
            {
                _same[name] = here;
                log.LogInformation("Model {Model} {What} all nodes.", name, here == Gone ? "is gone from" : "goes to");
            }
        }
        else if (there == Gone)
        {
            File.Delete(shelf.PathOf(name));
            _same[name] = Gone;
        }
        else if (there is not null && await Task.Run(() => TryFetch(name, there), stop))
        {
            _same[name] = there;
            log.LogInformation("Model {Model} came from the other nodes.", name);
        }
    }

    private bool TryFetch(string name, string hash)
    {
        bool isThere = false;
        using var bytes = new MemoryStream();
        isThere = shared.Fetch(name, hash, bytes);
        bytes.Position = 0;
        if (!isThere || Hash(bytes) != hash)
        {
            return false;   // it is being replaced; the next look sees the new one
        }

        AtomicFile.Write(shelf.PathOf(name), bytes.WriteTo);
        return true;
    }

    private string Here(string name)
    {
        var file = new FileInfo(shelf.PathOf(name));
        if (!file.Exists)
        {
            return Gone;
        }

        if (!_hashes.TryGetValue(name, out (DateTime Written, long Length, string Hash) known) || known.Written != file.LastWriteTimeUtc || known.Length != file.Length)
        {
            using FileStream bytes = file.OpenRead();
            _hashes[name] = known = (file.LastWriteTimeUtc, file.Length, Hash(bytes));
        }

        return known.Hash;
    }

    private static string Hash(Stream bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
