using System.Security.Cryptography;
using System.Text;

namespace MlNetVad.Video.Frames;

/// <summary>Tells whether files are still what they were, without reading them: by names, lengths and times of the last change.</summary>
internal static class FileStamp
{
    /// <summary>The stamp of some files, in their order.</summary>
    public static string Of(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (FileInfo file in paths.Select(path => new FileInfo(path)).Where(file => file.Exists))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name}/{file.Length}/{file.LastWriteTimeUtc.Ticks}/"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
