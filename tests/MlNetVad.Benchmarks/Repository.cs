namespace MlNetVad.Benchmarks;

/// <summary>Where this repository lies, for programs of it that a benchmark starts.</summary>
internal static class Repository
{
    /// <summary>Its folder; the current one where this program lies elsewhere.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlNetVad.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Environment.CurrentDirectory;
    }
}
