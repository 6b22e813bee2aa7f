namespace MlNetVad.Service.Tests;

/// <summary>The demo's model, trained once a run.</summary>
internal static class SmallModel
{
    private static readonly Lazy<string> File = new(() =>
    {
        string path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("vad-model").FullName, "demo.zip");
        Demo.Train(path, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(System.IO.Path.GetDirectoryName(path)!, recursive: true);
        return path;
    });

    /// <summary>Its zip.</summary>
    public static string Path => File.Value;
}
