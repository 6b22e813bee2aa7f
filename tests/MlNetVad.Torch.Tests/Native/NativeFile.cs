namespace MlNetVad.Torch.Tests.Native;

/// <summary>Native files that packages bring, where this process finds them.</summary>
internal static class NativeFile
{
    /// <summary>The file's path; the running test is skipped, visibly, on other systems than Linux.</summary>
    public static string Require(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "shared libraries of Linux");
        string[] folders = ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Append(AppContext.BaseDirectory).Select(folder => Path.Combine(folder, name)).First(File.Exists);
    }
}
