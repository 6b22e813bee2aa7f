using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video.Datasets;

/// <summary>A plain folder: one video of images, or video files and image folders, with an optional labels.csv.</summary>
internal static class VideoFolderLayout
{
    public static VideoSource Open(string root, VadSplit split)
    {
        string? part = split == VadSplit.Train ? DatasetFolder.Folder(root, "train", "training") : DatasetFolder.Folder(root, "test", "testing");
        bool isAbsent = part is null && split == VadSplit.Test && DatasetFolder.Folder(root, "train", "training") is not null;

        // normal video alone is enough to train on: there is nothing to measure it on then
        return isAbsent ? new VideoSource(Path.Combine(root, "test"), []) : Open(part ?? root);
    }

    public static VideoSource Open(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new VadException($"Folder '{folder}' is empty; expected images, video files or folders of images.");
        }

        var contents = new FolderContents(folder);
        List<(string Id, string Path, FrameSource Frames)> videos = contents.IsOneVideo
            ? [(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), folder, new ImageFolderSource(folder))]
            : DatasetFolder.Videos(folder, framesPerSecond: null);
        string? table = DatasetFolder.File(folder, "labels.csv");
        if (table is null)
        {
            return new VideoSource(folder, videos.ConvertAll(v => new VadVideo(v.Id, v.Frames)), contents.LeftOut());
        }

        var labels = new TableLabels(table, videos.ConvertAll(v => (v.Id, v.Path)));
        return new VideoSource(folder, [.. videos.Select((v, i) => new VadVideo(v.Id, v.Frames, () => labels.Of(i)))], contents.LeftOut()) { Assumed = labels.Assumed };
    }
}
