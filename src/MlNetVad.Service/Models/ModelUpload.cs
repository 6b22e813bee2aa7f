using System.IO.Compression;
using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Service.Models;

/// <summary>Takes a model from the wire: it is put on the shelf only when it has been looked at, entry by entry, and loaded.</summary>
internal sealed class ModelUpload(VadFolders folders, ModelShelf shelf)
{
    /// <summary>Bytes of a zip at most.</summary>
    public const long MostBytes = 256L << 20;

    private const long MostUnpacked = 1L << 30;
    private const int MostEntries = 2000, MostRatio = 100;
    private const long Small = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Puts a model on the shelf; one of that name is replaced, and cameras change over.</summary>
    /// <exception cref="VadException">It is no model, or it is not safe to unpack.</exception>
    public async Task Put(string name, Stream body, CancellationToken stop)
    {
        string path = shelf.PathOf(name), partial = Path.Combine(folders.Models, $"{Guid.NewGuid():N}.part");
        try
        {
            await using (FileStream file = new(partial, FileMode.CreateNew))
            {
                await body.CopyToAsync(file, stop);
            }

            CheckEntries(partial);
            try
            {
                await Task.Run(() => CheckModel(partial), stop).WaitAsync(Patience, stop);
            }
            catch (TimeoutException e)
            {
                throw new VadException("The model does not load within two minutes; it is damaged or too large.", e);   // a damaged one can load for ever
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    // what an entry says of its size may be a lie: it is unpacked into nothing once, and counted
    private static void CheckEntries(string path)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(path);
            if (zip.Entries.Count > MostEntries || zip.Entries.Any(entry => IsOutside(entry.FullName)))
            {
                throw new VadException($"The zip has more than {MostEntries} entries, or one that leads out of it; give a model that 'mlnetvad train' wrote.");
            }

            long total = 0;
            var buffer = new byte[1 << 16];
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                using Stream stream = entry.Open();
                for (int read; (read = stream.Read(buffer)) > 0;)
                {
                    total += read;
                    if (total > MostUnpacked || total > Math.Max(Small, new FileInfo(path).Length * MostRatio))
                    {
                        throw new VadException("The zip unpacks to far more than it holds; give a model that 'mlnetvad train' wrote.");
                    }
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException)
        {
            throw new VadException($"The file is no complete zip ({e.Message}); give a model that 'mlnetvad train' wrote.", e);
        }
    }

    private static bool IsOutside(string entry) =>
        Path.IsPathRooted(entry) || entry.Split('/', '\\').Contains("..") || entry.Contains(':', StringComparison.Ordinal);

    private static void CheckModel(string path)
    {
        try
        {
            VadModel model = VadModel.Load(new MLContext(seed: 1), path);
            LiveModel.Check(model);
            (model.Transformer as IDisposable)?.Dispose();
        }
        catch (VadException e)
        {
            throw new VadException(e.Message.Replace(path, "the upload", StringComparison.Ordinal), e);
        }
    }
}
