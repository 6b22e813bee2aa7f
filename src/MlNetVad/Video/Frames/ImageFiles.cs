namespace MlNetVad.Video.Frames;

/// <summary>Finds the images of a folder in natural order: <c>2.png</c> before <c>10.png</c>.</summary>
internal static class ImageFiles
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".pgm",
    };

    /// <summary>Full paths of the images right in the folder; hidden files (names that start with a dot) do not count.</summary>
    public static string[] In(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.GetFullPath(folder)).Where(IsImage)];
        Array.Sort(files, NaturalOrder.Compare);
        return files;
    }

    /// <summary>Whether the folder holds an image; stops at the first.</summary>
    public static bool AnyIn(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(IsImage);

    /// <summary>Whether a file's name is that of an image.</summary>
    public static bool IsImage(string path) => !Path.GetFileName(path.AsSpan()).StartsWith(".") && Extensions.Contains(Path.GetExtension(path));
}
