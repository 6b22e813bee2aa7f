using System.Security.Cryptography;
using System.Text;

namespace MlNetVad.Cli.Archives;

/// <summary>One piece of an archive's work: some frames of one video, scored by one model. It stands in the store as JSON.</summary>
/// <param name="Archive">What the videos are opened from, the same on every machine.</param>
/// <param name="Video">The video's id within it.</param>
/// <param name="Stamp">Tells whether its files are still those that were planned.</param>
/// <param name="First">The first frame.</param>
/// <param name="End">The frame after the last; null for the end of the video.</param>
/// <param name="Model">The model zip, the same on every machine.</param>
/// <param name="ModelHash">SHA-256 of the zip.</param>
/// <param name="Results">The folder of the results, the same on every machine.</param>
/// <param name="Library">The version of this library that planned it; another one may score otherwise.</param>
internal sealed record ArchiveJob(string Archive, string Video, string Stamp, long First, long? End, string Model, string ModelHash, string Results, string Library)
{
    private const int Format = 1;

    /// <summary>Equal for equal work, and for no other.</summary>
    public string Key { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Format, Library, ModelHash, Video, Stamp, First, End))).AsSpan(0, 16));

    /// <summary>Its result, which is there whole or not at all: whoever does the job twice writes the same bytes.</summary>
    public string Part => Path.Combine(Results, "parts", $"{Key}.csv");

    /// <summary>Whether it was done, by anybody, ever.</summary>
    public bool IsDone => File.Exists(Part);
}
