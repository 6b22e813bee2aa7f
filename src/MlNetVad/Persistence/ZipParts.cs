using System.IO.Compression;
using System.IO.Hashing;

namespace MlNetVad.Persistence;

/// <summary>The parts of a zip against their checksums, which .NET does not look at.</summary>
internal static class ZipParts
{
    /// <summary>The first part whose bytes are not those that were packed; null where all are.</summary>
    /// <exception cref="InvalidDataException">A part cannot be unpacked.</exception>
    public static string? Damaged(ZipArchive archive)
    {
        foreach (ZipArchiveEntry part in archive.Entries)
        {
            var crc = new Crc32();
            using Stream content = part.Open();
            crc.Append(content);
            if (crc.GetCurrentHashAsUInt32() != part.Crc32)
            {
                return part.FullName;
            }
        }

        return null;
    }
}
