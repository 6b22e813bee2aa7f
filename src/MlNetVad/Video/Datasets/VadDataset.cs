namespace MlNetVad.Video.Datasets;

/// <summary>Opens data sets for video anomaly detection as they lie on disk.</summary>
public static class VadDataset
{
    /// <summary>
    /// Opens one part of a data set. Layouts, below <paramref name="root"/>:
    /// <list type="bullet">
    /// <item><description>UCSD, official: <c>Train/Train001/001.tif</c>, <c>Test/Test001/001.tif</c>, masks <c>Test/Test001_gt/*.bmp</c>, labels <c>UCSDped2.m</c> in <c>Test</c> or the root.</description></item>
    /// <item><description>UCSD, common: <c>training/frames/01/000.jpg</c>, <c>testing/frames/01/000.jpg</c>, labels <c>ped2.mat</c>, <c>UCSDped2.m</c> or <c>frame_labels.csv</c>, masks <c>masks/01/*.png</c>.</description></item>
    /// <item><description>Avenue: <c>training_videos</c> and <c>testing_videos</c> with <c>01.avi</c> (or <c>training/videos</c>, <c>training/frames</c>, …), labels and masks <c>ground_truth_demo/testing_label_mask/1_label.mat</c>, or labels <c>avenue.mat</c>.</description></item>
    /// <item><description>ShanghaiTech: <c>training/videos/*.avi</c> (or <c>training/frames</c>), <c>testing/frames/01_0014</c>, labels <c>testing/test_frame_mask/01_0014.npy</c>, masks <c>testing/test_pixel_mask/01_0014.npy</c>.</description></item>
    /// <item><description>Video folder: video files and image folders, <c>labels.csv</c> beside them; all of it serves as both parts unless there are the folders <c>train</c> and <c>test</c>.</description></item>
    /// <item><description><c>synthetic:scene?seed=1&amp;…</c>: the generated walkway.</description></item>
    /// </list>
    /// Training videos of the first four are labelled normal throughout. Labels are read when they are first asked for.
    /// </summary>
    /// <param name="root">The data set's folder, or <c>synthetic:…</c>.</param>
    /// <param name="split">Which part.</param>
    /// <param name="kind">The layout, or Auto.</param>
    /// <returns>The videos of that part, in natural order of their names.</returns>
    /// <exception cref="VadException">The folder is missing, holds no such layout, or its labels are for another number of videos.</exception>
    public static VideoSource Open(string root, VadSplit split, VadDatasetKind kind = VadDatasetKind.Auto)
    {
        if (SyntheticDataset.Recognises(root))
        {
            return SyntheticDataset.Open(root, split);
        }

        if (!Directory.Exists(root))
        {
            throw new VadException($"Data set folder '{root}' does not exist; give the folder that holds its training and test parts, or synthetic:scene.");
        }

        bool bothUcsd = kind is VadDatasetKind.UcsdPed1 or VadDatasetKind.UcsdPed2 && DatasetFolder.Folder(root, "UCSDped1", "UCSDped2") is not null;
        if (!bothUcsd)
        {
            NestedDatasets.Refuse(root);
        }

        if (kind == VadDatasetKind.Auto)
        {
            kind = Detect(root);
        }

        return kind switch
        {
            VadDatasetKind.UcsdPed1 or VadDatasetKind.UcsdPed2 => UcsdLayout.Open(root, split, kind),
            VadDatasetKind.CuhkAvenue => AvenueLayout.Open(root, split),
            VadDatasetKind.ShanghaiTech => ShanghaiTechLayout.Open(root, split),
            _ => VideoFolderLayout.Open(root, split),
        };
    }

    /// <summary>Whether a data set has a part of its own; false where it has the folder of the other part only, and no labels.</summary>
    /// <param name="root">The data set's folder, or <c>synthetic:…</c>.</param>
    /// <param name="split">Which part.</param>
    public static bool HasPart(string root, VadSplit split)
    {
        string[] train = ["train", "Train", "training", "training_videos"], test = ["test", "Test", "testing", "testing_videos"];
        (string[] own, string[] other) = split == VadSplit.Train ? (train, test) : (test, train);
        return DatasetFolder.Folder(root, own) is not null
            || DatasetFolder.Folder(root, other) is null
            || DatasetFolder.File(root, "labels.csv") is not null;
    }

    /// <summary>The layout of a folder; <see cref="VadDatasetKind.VideoFolder"/> where it is none of the known data sets.</summary>
    internal static VadDatasetKind Detect(string root)
    {
        if (UcsdLayout.Detect(root) is { } ucsd)
        {
            return ucsd;
        }

        if (ShanghaiTechLayout.Recognises(root))
        {
            return VadDatasetKind.ShanghaiTech;
        }

        return AvenueLayout.Recognises(root) ? VadDatasetKind.CuhkAvenue : VadDatasetKind.VideoFolder;
    }
}
