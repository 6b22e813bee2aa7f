using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MlNetVad.Persistence;

/// <summary>SHA-256 of a file and the weights beside it; a file that has not changed since is not read again.</summary>
internal static class FileHash
{
    private static readonly ConcurrentDictionary<(string Path, string? Resource, long Length, DateTime Written), string> Known = new();

    /// <summary>The hash, lower-case hexadecimal: of the file alone, or of the hashes of it and its sidecars.</summary>
    /// <param name="path">The file.</param>
    /// <param name="resource">What is meant within the file, an assembly; null for the file itself.</param>
    public static string Of(string path, string? resource = null)
    {
        string own = OfOne(path, resource);
        string[] others = resource is null ? [.. ModelFile.Sidecars(path).Select(sidecar => OfOne(sidecar, null))] : [];
        return others.Length == 0
            ? own
            : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Concat(others.Prepend(own)))));
    }

    private static string OfOne(string path, string? resource)
    {
        var info = new FileInfo(path);
        return Known.GetOrAdd((info.FullName, resource, info.Length, info.LastWriteTimeUtc), key =>
        {
            if (key.Resource is not null)
            {
                return Convert.ToHexStringLower(SHA256.HashData(AssemblyResource.Read(key.Path, key.Resource)));
            }

            using FileStream stream = File.OpenRead(key.Path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
    }
}
