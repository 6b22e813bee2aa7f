using System.Collections;
using System.IO.Compression;
using TorchSharp.PyBridge;

namespace MlNetVad.Torch.Tests.Weights;

/// <summary>A temporary folder with a PyTorch file, sound or spoilt.</summary>
internal sealed class PyTorchFolder : IDisposable
{
    // PyTorch 1.13: torch.save({'w': torch.arange(6.).reshape(2, 3), 'n': torch.tensor(7)}, 'g.pth'), deflated
    private const string Deflated = """
        eNqVkstKw0AUhidJTdPxfgELgsVdC1qtLkXUItmMYK0IxU2IaWiCselJproSuhLcqQ8gLn0dNy70AbrwJZxM0ltaKx4yGTJz/vPN/CclIiUQUhQ0FBilUW2zqlM937hy1OISuhgRLfEO
        ULYiMMEtCAZ1PcPKa01qOz7WPPOyaTtVjZp13/W0m20MYjZbSbJkn2XqNROkUIJVx9XpWbiIIcELbsFERWKz0WiCTGQKyVOCiEike1CIRIR7SD0Yhus4pkFtt+7jE69qemb1yDYoBpwr
        wySFqTJM82p1mLEY3eoQj916rQuc5SkFmLNkIlCYZ6Bc7sEKaixQWCzDUjNfIknlcw1lvllmMEq/WqegTGTd5pZaXBlpXBShoLXPXgfsYaPFxutBAFt+bD+l2Ub6D9h2B1ZQi/lxsBGR
        jKoEvMZH21V4xXG8FDpkvBvT85nnanHvn8BY7OCA/P5SOxdZbZGTBZHfK2L3W46HTtP7Q+O6fvcGr7EroG574qp+DwZVbz1VIa7qP39qQJUWUc+tEpHl9WhjVdroJiVi81c0P4ud5si8
        T9dS+C3wtQk51CR4fpj7A+V+vC8=
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad-pytorch-").FullName;

    /// <summary>A file that is not there yet.</summary>
    public string Output => Path.Combine(_folder, "net.safetensors");

    private string Source => Path.Combine(_folder, "net.pth");

    /// <summary>The bytes of a file that PyTorch itself wrote.</summary>
    public static byte[] OfPyTorch()
    {
        using var inflated = new ZLibStream(new MemoryStream(Convert.FromBase64String(Deflated)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        inflated.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The same with each part changed, its checksum right; a part that becomes null is left out.</summary>
    public static byte[] Changed(Func<string, byte[], byte[]?> change, string? added = null)
    {
        using var result = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(OfPyTorch())))
        using (var target = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry part in source.Entries)
            {
                using var content = new MemoryStream();
                using (Stream stream = part.Open())
                {
                    stream.CopyTo(content);
                }

                Add(target, part.FullName, change(part.FullName, content.ToArray()));
            }

            if (added is not null)
            {
                Add(target, added, "big"u8.ToArray());
            }
        }

        return result.ToArray();
    }

    public string Save(Hashtable state)
    {
        File.Delete(Source);
        PyTorchPickler.PickleStateDict(Source, state);
        return Source;
    }

    public string Write(byte[] bytes)
    {
        File.WriteAllBytes(Source, bytes);
        return Source;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Add(ZipArchive archive, string name, byte[]? bytes)
    {
        if (bytes is not null)
        {
            using Stream stream = archive.CreateEntry(name).Open();
            stream.Write(bytes);
        }
    }
}
