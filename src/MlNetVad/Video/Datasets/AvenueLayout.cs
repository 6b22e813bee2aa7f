using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video.Datasets;

/// <summary>CUHK Avenue: avi files (or frames) and one mask file a test video.</summary>
internal static class AvenueLayout
{
    private const double FramesPerSecond = 25;

    private static readonly string[] MaskFolders = ["ground_truth_demo/testing_label_mask", "testing_label_mask", "testing/testing_label_mask"];

    public static bool Recognises(string root) =>
        DatasetFolder.Folder(root, ["training_videos", "testing_videos", .. MaskFolders]) is not null || DatasetFolder.File(root, "avenue.mat") is not null;

    public static VideoSource Open(string root, VadSplit split)
    {
        string folder = split == VadSplit.Train
            ? DatasetFolder.RequireFolder(root, nameof(VadDatasetKind.CuhkAvenue), "training_videos", "training/videos", "training/frames", "training")
            : DatasetFolder.RequireFolder(root, nameof(VadDatasetKind.CuhkAvenue), "testing_videos", "testing/videos", "testing/frames", "testing");
        List<(string Id, string Path, FrameSource Frames)> videos = DatasetFolder.Videos(folder, FramesPerSecond);
        return PublishedCounts.Source(VadDatasetKind.CuhkAvenue, split, split == VadSplit.Train
            ? videos.ConvertAll(v => new VadVideo(v.Id, v.Frames, DatasetFolder.Normal))
            : Labelled(root, videos));
    }

    private static List<VadVideo> Labelled(string root, List<(string Id, string Path, FrameSource Frames)> videos)
    {
        string? maskFolder = DatasetFolder.Folder(root, MaskFolders), list = DatasetFolder.File(root, "avenue.mat");
        var inOrder = new Lazy<FrameLabels[]>(() => DatasetFolder.InOrder(list!, videos.Count));
        var labelled = new List<VadVideo>();
        for (int i = 0; i < videos.Count; i++)
        {
            int index = i;
            (string id, _, FrameSource frames) = videos[i];
            // the videos are 01.avi …, their masks 1_label.mat …
            string? file = maskFolder is null ? null : DatasetFolder.File(maskFolder, $"{id.TrimStart('0')}_label.mat", $"{id}_label.mat");
            MatMaskSource? masks = file is null ? null : new MatMaskSource(file, "volLabel");
            if (masks is null && maskFolder is not null && list is null)
            {
                throw new VadException($"Avenue's test video '{id}' has no label file '{id.TrimStart('0')}_label.mat' in '{maskFolder}'.");
            }

            Func<FrameLabels?>? labels = masks is not null ? masks.ReadLabels : list is not null ? () => inOrder.Value[index] : null;
            labelled.Add(new VadVideo(id, frames, labels, masks));
        }

        return labelled;
    }
}
