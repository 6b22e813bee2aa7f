using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Datasets;

/// <summary>
/// What a plain folder is: one video of pictures, or videos (files and folders of pictures). Where both lie there the videos are
/// taken, and what was left out is said; where it cannot be told, it is refused with what was found.
/// </summary>
internal sealed class FolderContents
{
    private static readonly HashSet<string> Beside = new(StringComparer.OrdinalIgnoreCase)
    {
        ".csv", ".tsv", ".txt", ".md", ".json", ".mat", ".m", ".npy", ".xml", ".srt", ".vtt", ".log", ".db", ".ini", ".zip",
    };

    private readonly string _folder;
    private readonly string[] _pictures, _videoFiles, _pictureFolders, _videoFolders, _others;

    /// <summary>Looks at names only.</summary>
    public FolderContents(string folder)
    {
        _folder = folder;
        string[] files = [.. Directory.EnumerateFiles(folder).Where(f => !Path.GetFileName(f.AsSpan()).StartsWith(".")).Order(Comparer<string>.Create(NaturalOrder.Compare))];
        string[] folders = [.. Directory.EnumerateDirectories(folder).Order(Comparer<string>.Create(NaturalOrder.Compare))];
        _pictures = [.. files.Where(ImageFiles.IsImage)];
        _videoFiles = [.. files.Where(DatasetFolder.IsVideo)];
        _others = [.. files.Except(_pictures).Except(_videoFiles).Where(f => !Beside.Contains(Path.GetExtension(f)))];
        _pictureFolders = [.. folders.Where(ImageFiles.AnyIn)];
        _videoFolders = [.. folders.Where(f => Directory.EnumerateFiles(f).Any(DatasetFolder.IsVideo))];
    }

    /// <summary>Whether the folder is one video of pictures.</summary>
    /// <exception cref="VadException">It could be that as well as something else.</exception>
    public bool IsOneVideo
    {
        get
        {
            if (_pictureFolders.Intersect(_videoFolders).FirstOrDefault() is { } mixed)
            {
                throw new VadException(
                    $"Folder '{mixed}' holds {Found(ImageFiles.In(mixed), "picture")} and {Found([.. Directory.EnumerateFiles(mixed).Where(DatasetFolder.IsVideo)], "video file")}, " +
                    $"so that it is no video of pictures; give that folder itself to take its video files, or move its pictures away.");
            }

            if (_pictures.Length == 0 || _videoFiles.Length > 0)
            {
                return false;
            }

            if (_pictureFolders.Length == 0)
            {
                return true;
            }

            string least = _pictureFolders.MinBy(f => ImageFiles.In(f).Length)!;
            return ImageFiles.In(least).Length > _pictures.Length ? false : throw new VadException(
                $"Folder '{_folder}' holds {Found(_pictures, "picture")} beside {Found(_pictureFolders, "folder")} of pictures, the smallest of them with {ImageFiles.In(least).Length}: " +
                "it can be one video or several; move the pictures, or the folders, to a place of their own.");
        }
    }

    /// <summary>One sentence about what is not read, with both counts; null where all is.</summary>
    public string? LeftOut()
    {
        int taken = IsOneVideo ? 1 : _videoFiles.Length + _pictureFolders.Length;
        string[] left =
        [
            .. IsOneVideo || _pictures.Length == 0 ? [] : new[] { Found(_pictures, "picture") },
            .. _videoFolders.Length == 0 ? [] : new[] { Found(_videoFolders, "folder") + " of video files" },
            .. _others.Length == 0 ? [] : new[] { Found(_others, "file") + " of another kind" },
        ];
        return left.Length == 0 ? null
            : $"From '{_folder}' {Counted.Of(taken, "video")} {(taken == 1 ? "was" : "were")} taken and {string.Join(" and ", left)} left out; give what was left out a folder of its own to use it.";
    }

    private static string Found(string[] paths, string what) =>
        $"{Counted.Of(paths.Length, what)} ('{Path.GetFileName(paths[0])}'{(paths.Length == 1 ? "" : ", …")})";
}
