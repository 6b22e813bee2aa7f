using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video.Datasets;

/// <summary>UCSD Pedestrian 1 and 2, in the official layout and in the common one.</summary>
internal static class UcsdLayout
{
    private const double FramesPerSecond = 10;
    private const int TestVideosOfPed1 = 36;

    /// <summary>Ped1 or Ped2 where the folder looks like one, else null.</summary>
    public static VadDatasetKind? Detect(string root)
    {
        bool official = Official(root, VadSplit.Test) is not null || Official(root, VadSplit.Train) is not null;
        bool common = DatasetFolder.Folder(root, "testing/frames", "training/frames") is not null;
        if (!official && !common)
        {
            return null;
        }

        foreach (VadDatasetKind kind in (ReadOnlySpan<VadDatasetKind>)[VadDatasetKind.UcsdPed1, VadDatasetKind.UcsdPed2])
        {
            if (LabelFile(root, kind) is not null || Path.GetFileName(Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar)).Contains(Name(kind), StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        if (!official)
        {
            return null;
        }

        return Official(root, VadSplit.Test) is { } test && OfficialVideos(test).Count >= TestVideosOfPed1 ? VadDatasetKind.UcsdPed1 : VadDatasetKind.UcsdPed2;
    }

    public static VideoSource Open(string root, VadSplit split, VadDatasetKind kind)
    {
        // the official archive holds both sets side by side
        root = DatasetFolder.Folder(root, "UCSD" + Name(kind)) ?? root;
        string? official = Official(root, split);
        List<(string Id, string Path, FrameSource Frames)> videos;
        if (official is not null)
        {
            videos = OfficialVideos(official);
        }
        else
        {
            string part = split == VadSplit.Train ? "training/frames" : "testing/frames";
            videos = DatasetFolder.Videos(DatasetFolder.RequireFolder(root, kind.ToString(), split.ToString(), part), FramesPerSecond);
        }

        if (split == VadSplit.Train)
        {
            return PublishedCounts.Source(kind, split, videos.ConvertAll(v => new VadVideo(v.Id, v.Frames, DatasetFolder.Normal)));
        }

        TableLabels? table = LabelFile(root, kind) is null && DatasetFolder.File(root, "frame_labels.csv", "labels.csv") is { } path
            ? new TableLabels(path, videos.ConvertAll(v => (v.Id, v.Path)))
            : null;
        return PublishedCounts.Source(kind, split, Labelled(root, kind, videos, table), table is null ? null : table.Assumed);
    }

    private static List<VadVideo> Labelled(string root, VadDatasetKind kind, List<(string Id, string Path, FrameSource Frames)> videos, TableLabels? table)
    {
        string? list = LabelFile(root, kind);
        var inOrder = new Lazy<FrameLabels[]>(() => DatasetFolder.InOrder(list!, videos.Count));
        var labelled = new List<VadVideo>();
        for (int i = 0; i < videos.Count; i++)
        {
            int index = i;
            (string id, string path, FrameSource frames) = videos[i];
            string? folder = ImageFiles.AnyIn(path + "_gt") ? path + "_gt" : DatasetFolder.Folder(root, $"masks/{id}");
            ImageMaskSource? masks = folder is null ? null : new ImageMaskSource(folder);
            Func<FrameLabels?>? labels = (list, table, masks) switch
            {
                ({ }, _, _) => () => inOrder.Value[index],
                (_, { }, _) => () => table.Of(index),
                (_, _, { }) => masks.ReadLabels,
                _ => null,
            };
            labelled.Add(new VadVideo(id, frames, labels, masks));
        }

        return labelled;
    }

    private static string Name(VadDatasetKind kind) => kind == VadDatasetKind.UcsdPed1 ? "ped1" : "ped2";

    private static string? LabelFile(string root, VadDatasetKind kind)
    {
        string name = Name(kind);
        return DatasetFolder.File(root, $"{name}.mat", $"UCSD{name}.m", $"Test/UCSD{name}.m");
    }

    private static string? Official(string root, VadSplit split) =>
        DatasetFolder.Folder(root, split.ToString()) is { } folder && Directory.Exists(Path.Combine(folder, $"{split}001")) ? folder : null;

    private static List<(string Id, string Path, FrameSource Frames)> OfficialVideos(string folder)
    {
        List<(string Id, string Path, FrameSource Frames)> videos = DatasetFolder.Videos(folder, FramesPerSecond);
        videos.RemoveAll(v => v.Id.EndsWith("_gt", StringComparison.OrdinalIgnoreCase));
        return videos;
    }
}
