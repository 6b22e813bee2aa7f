using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video.Datasets;

/// <summary>What the layouts share: finding folders, files and videos below a root.</summary>
internal static class DatasetFolder
{
    private static readonly HashSet<string> VideoExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".avi", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ts", ".m2ts", ".mts", ".mpg", ".mpeg", ".wmv", ".flv", ".3gp", ".y4m",
    };

    /// <summary>Whether a file's name is that of a video; hidden ones (names that start with a dot) are none.</summary>
    public static bool IsVideo(string path) => !Path.GetFileName(path.AsSpan()).StartsWith(".") && VideoExtensions.Contains(Path.GetExtension(path));

    /// <summary>The first of some relative paths that is a folder, or null.</summary>
    public static string? Folder(string root, params ReadOnlySpan<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            string path = Path.Combine(root, candidate);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>The first of some relative paths that is a file, or null.</summary>
    public static string? File(string root, params ReadOnlySpan<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            string path = Path.Combine(root, candidate);
            if (System.IO.File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Whether a video file lies right in a folder.</summary>
    public static bool AnyVideoFileIn(string folder) => Directory.EnumerateFiles(folder).Any(IsVideo);

    /// <summary>The folder of a part, or the sentence that says where it was looked for.</summary>
    public static string RequireFolder(string root, string dataset, params string[] candidates) =>
        Folder(root, candidates) ?? throw new VadException($"{dataset} at '{root}' has none of the folders {string.Join(", ", candidates)}; check the path and the data set's kind.");

    /// <summary>The videos right in a folder, video files and image folders, in natural order of their names.</summary>
    public static List<(string Id, string Path, FrameSource Frames)> Videos(string folder, double? framesPerSecond)
    {
        var paths = new List<string>();
        paths.AddRange(Directory.EnumerateFiles(folder).Where(IsVideo));
        paths.AddRange(Directory.EnumerateDirectories(folder).Where(ImageFiles.AnyIn));
        paths.Sort((a, b) => NaturalOrder.Compare(Path.GetFileName(a), Path.GetFileName(b)));
        var names = paths.ConvertAll(p => Directory.Exists(p) ? Path.GetFileName(p) : Path.GetFileNameWithoutExtension(p));
        var videos = new List<(string, string, FrameSource)>();
        for (int i = 0; i < paths.Count; i++)
        {
            string id = names.Count(n => n == names[i]) > 1 ? Path.GetFileName(paths[i]) : names[i];
            videos.Add((id, paths[i], Directory.Exists(paths[i]) ? new ImageFolderSource(paths[i], framesPerSecond) : new MediaFrameSource(MediaAddress.Parse(paths[i]))));
        }

        return videos.Count > 0 ? videos : throw new VadException($"Folder '{folder}' holds no video: expected video files ({string.Join(", ", VideoExtensions.Take(5))}, …), images, or folders of images.");
    }

    /// <summary>Labels for each of some videos from a file that lists them in order.</summary>
    /// <exception cref="VadException">The file labels another number of videos.</exception>
    public static FrameLabels[] InOrder(string path, int videos)
    {
        FrameLabels[] labels = Path.GetExtension(path) == ".m" ? RangeLabels.ReadM(path) : RangeLabels.ReadMat(path);
        return labels.Length == videos
            ? labels
            : throw new VadException($"Label file '{path}' labels {Counted.Of(labels.Length, "video")}, but {(videos == 1 ? "there is" : "there are")} {videos}; both must be of the same part of the same data set.");
    }

    /// <summary>Labels of training videos, in which nothing is anomalous.</summary>
    public static FrameLabels Normal() => FrameLabels.Ranges([]);
}
