using Microsoft.Extensions.Options;
using MlNetVad.Service.Cameras;

namespace MlNetVad.Service.Recent;

/// <summary>
/// The last hour of every camera, as its model saw it: files of a minute each. What is older goes, all of it where the disk is nearly full.
/// A file begins with the camera's frames a second; then each frame has its time (UTC ticks), the length of its JPEG, and the JPEG.
/// </summary>
internal sealed class RecentFiles(VadFolders folders, MonotonicClock clock, IOptions<VadServiceOptions> options)
{
    /// <summary>How a file's name ends.</summary>
    public const string Ending = ".frames";

    private const string NameOfTicks = "D19";

    private TimeSpan Kept => TimeSpan.FromMinutes(options.Value.RecentMinutes);

    private bool IsRoom => new DriveInfo(folders.Root).AvailableFreeSpace > options.Value.MinimumFreeBytes;

    /// <summary>Begins a file of a camera.</summary>
    /// <returns>Null where nothing is to be kept, or the disk is nearly full.</returns>
    public FileStream? Create(Guid camera)
    {
        if (Kept <= TimeSpan.Zero || !IsRoom)
        {
            return null;
        }

        Directory.CreateDirectory(folders.Recent(camera));
        return new FileStream(Path.Combine(folders.Recent(camera), clock.Now.Ticks.ToString(NameOfTicks) + Ending), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
    }

    /// <summary>The files of a camera's last minutes, oldest first.</summary>
    public string[] Of(Guid camera, double minutes)
    {
        DateTime first = clock.Now.AddMinutes(-minutes);
        return Directory.Exists(folders.Recent(camera))
            ? [.. Directory.GetFiles(folders.Recent(camera), "*" + Ending).Where(file => File.GetLastWriteTimeUtc(file) >= first).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Deletes what is too old.</summary>
    public void Tidy()
    {
        if (!Directory.Exists(folders.AllRecent))
        {
            return;
        }

        DateTime first = IsRoom ? clock.Now - Kept : DateTime.MaxValue;
        foreach (string folder in Directory.GetDirectories(folders.AllRecent))
        {
            foreach (string file in Directory.GetFiles(folder).Where(file => File.GetLastWriteTimeUtc(file) < first))
            {
                File.Delete(file);
            }

            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }
}
