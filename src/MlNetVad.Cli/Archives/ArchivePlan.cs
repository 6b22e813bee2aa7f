using System.Security.Cryptography;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Archives;

/// <summary>
/// Cuts an archive into jobs. A long video is cut where the model's memory has a bound, so that a job can begin before its first frame by
/// as much; where it has none (a background that adapts, objects that stay), a job is a whole video.
/// </summary>
/// <param name="archive">What the videos are opened from.</param>
/// <param name="modelPath">The model zip.</param>
/// <param name="model">The model.</param>
/// <param name="results">The folder of the results.</param>
internal sealed class ArchivePlan(string archive, string modelPath, VadModel model, string results)
{
    // a job reads its video from the beginning: more jobs a video would decode more than they score
    private const int FramesPerJob = 1000, MostJobsPerVideo = 4;

    private readonly string _model = Path.GetFullPath(modelPath), _results = Path.GetFullPath(results), _hash = Hash(modelPath);

    /// <summary>What the videos are opened from, the same on every machine.</summary>
    public string Archive { get; } = Absolute(archive);

    /// <summary>The jobs of a video, in time order.</summary>
    public IReadOnlyList<ArchiveJob> Of(VadVideo video)
    {
        long frames = model.RowsRemembered is null ? 0 : Frames(video);
        long count = Math.Clamp(frames / FramesPerJob, 1, MostJobsPerVideo);
        return [.. Enumerable.Range(0, (int)count).Select(i => new ArchiveJob(
            Archive, video.Id, video.Stamp, i * frames / count, i + 1 < count ? (i + 1) * frames / count : null, _model, _hash, _results, Payload.LibraryVersion))];
    }

    /// <summary>Frames that a job will score, as far as the container promises; 0 where the video cannot be opened, which the job will say.</summary>
    public static long Frames(VadVideo video, ArchiveJob job) => Math.Max(0, (job.End ?? Frames(video)) - job.First);

    /// <summary>SHA-256 of a model zip.</summary>
    /// <exception cref="VadException">It cannot be read.</exception>
    public static string Hash(string modelPath)
    {
        try
        {
            using FileStream zip = File.OpenRead(modelPath);
            return Convert.ToHexStringLower(SHA256.HashData(zip));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VadException($"The model '{modelPath}' cannot be read here ({e.Message.TrimEnd('.')}); put it where every worker finds it under this path.", e);
        }
    }

    private static string Absolute(string archive) => Path.Exists(archive) ? Path.GetFullPath(archive) : archive;

    private static long Frames(VadVideo video)
    {
        try
        {
            return video.ExpectedFrameCount ?? 0;
        }
        catch (VadException)
        {
            return 0;
        }
    }
}
