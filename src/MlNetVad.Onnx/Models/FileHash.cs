using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MlNetVad.Onnx.Models;

/// <summary>SHA-256 of a file and the weights beside it; a file that has not changed since is not read again.</summary>
internal static class FileHash
{
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), string> Known = new();

    /// <summary>The hash, lower-case hexadecimal: of the file alone, or of the hashes of it and its sidecars.</summary>
    public static string Of(string path)
    {
        string own = OfOne(path);
        string[] others = [.. ModelFile.Sidecars(path).Select(OfOne)];
        return others.Length == 0
            ? own
            : Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Concat(others.Prepend(own)))));
    }

    private static string OfOne(string path)
    {
        var info = new FileInfo(path);
        return Known.GetOrAdd((info.FullName, info.Length, info.LastWriteTimeUtc), key =>
        {
            using FileStream stream = File.OpenRead(key.Path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });
    }
}
