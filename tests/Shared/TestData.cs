namespace MlNetVad.TestSupport;

/// <summary>Finds the real data that is never part of the repository, and skips the test, visibly, where it is absent.</summary>
internal static partial class TestData
{
    /// <summary>The folder that <c>MLNETVAD_DATA</c> names, or <c>../shared/data</c> beside the repository.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("MLNETVAD_DATA") is { Length: > 0 } named
            ? named
            : Path.GetFullPath(Path.Combine(Repository, "..", "shared", "data"));

    /// <summary>The repository's root, found from the test assembly upwards.</summary>
    public static string Repository
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "MlNetVad.sln")))
                {
                    return folder.FullName;
                }
            }

            return Environment.CurrentDirectory;
        }
    }

    /// <summary>The path of a data file or folder; the running test is skipped where it does not exist.</summary>
    public static string Require(string relativePath)
    {
        string path = Path.Combine(Root, relativePath);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"real data absent: {path} (set MLNETVAD_DATA)");
        CheckNetworks(path);
        return path;
    }

    static partial void CheckNetworks(string path);
}
