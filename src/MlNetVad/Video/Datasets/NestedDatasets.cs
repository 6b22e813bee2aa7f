using MlNetVad.Video.Frames;

namespace MlNetVad.Video.Datasets;

/// <summary>Notices a folder that was named one or two levels too high, as an unpacked archive makes them.</summary>
internal static class NestedDatasets
{
    private const int MostFolders = 16;   // a collection of videos has more: those are not looked through
    private const int Levels = 2;

    /// <summary>Refuses a folder that holds nothing but the folders of known data sets.</summary>
    /// <exception cref="VadException">It does; names the folders to give instead.</exception>
    public static void Refuse(string root)
    {
        if (VadDataset.Detect(root) != VadDatasetKind.VideoFolder || HoldsVideo(root))
        {
            return;
        }

        string[] below = [.. Below(root, Levels)];
        if (below.Length > 0)
        {
            string folders = below.Length == 1 ? $"the data set's own folder '{below[0]}'" : $"one of the data sets' own folders '{string.Join("', '", below)}'";
            throw new VadException($"Folder '{root}' lies above the data set and holds no video of its own; give {folders}.");
        }
    }

    private static bool HoldsVideo(string root) =>
        DatasetFolder.Folder(root, "train", "training", "test", "testing") is not null
        || ImageFiles.AnyIn(root)
        || DatasetFolder.AnyVideoFileIn(root)
        || Folders(root).Any(ImageFiles.AnyIn);

    private static IEnumerable<string> Below(string folder, int levels)
    {
        string[] inside = Folders(folder);
        return levels == 0 || inside.Length > MostFolders
            ? []
            : inside.SelectMany(d => VadDataset.Detect(d) != VadDatasetKind.VideoFolder ? [d] : Below(d, levels - 1));
    }

    private static string[] Folders(string folder)
    {
        string[] folders = [.. Directory.EnumerateDirectories(folder).Where(d => !Path.GetFileName(d.AsSpan()).StartsWith(".")).Take(MostFolders + 1)];
        Array.Sort(folders, NaturalOrder.Compare);
        return folders;
    }
}
