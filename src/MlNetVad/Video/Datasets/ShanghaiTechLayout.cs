using MlNetVad.Video.Frames;
using MlNetVad.Video.Labels;

namespace MlNetVad.Video.Datasets;

/// <summary>ShanghaiTech Campus: avi files to train on, frames to test on, NumPy labels and masks.</summary>
internal static class ShanghaiTechLayout
{
    private const double FramesPerSecond = 24;

    public static bool Recognises(string root) =>
        DatasetFolder.Folder(root, "testing/test_frame_mask", "test_frame_mask") is not null;

    public static VideoSource Open(string root, VadSplit split)
    {
        string folder = split == VadSplit.Train
            ? DatasetFolder.RequireFolder(root, nameof(VadDatasetKind.ShanghaiTech), "training/videos", "training/frames")
            : DatasetFolder.RequireFolder(root, nameof(VadDatasetKind.ShanghaiTech), "testing/frames", "testing/videos");
        List<(string Id, string Path, FrameSource Frames)> videos = DatasetFolder.Videos(folder, FramesPerSecond);
        return PublishedCounts.Source(VadDatasetKind.ShanghaiTech, split, split == VadSplit.Train
            ? videos.ConvertAll(v => new VadVideo(v.Id, v.Frames, DatasetFolder.Normal))
            : videos.ConvertAll(v => Labelled(root, v.Id, v.Frames)));
    }

    private static VadVideo Labelled(string root, string id, FrameSource frames)
    {
        string? labels = DatasetFolder.File(root, $"testing/test_frame_mask/{id}.npy", $"test_frame_mask/{id}.npy");
        string? masks = DatasetFolder.File(root, $"testing/test_pixel_mask/{id}.npy", $"test_pixel_mask/{id}.npy");
        return labels is null
            ? throw new VadException($"ShanghaiTech's test video '{id}' has no label file 'testing/test_frame_mask/{id}.npy' in '{root}'.")
            : new VadVideo(id, frames, () => NpyFile.ReadLabels(labels), masks is null ? null : new NpyMaskSource(masks));
    }
}
