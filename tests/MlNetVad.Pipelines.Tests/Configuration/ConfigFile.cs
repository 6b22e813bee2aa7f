namespace MlNetVad.Pipelines.Tests.Configuration;

/// <summary>A config in a temporary folder of its own.</summary>
internal sealed class ConfigFile : IDisposable
{
    public const string Minimal = """
        {
          "Type": "TrainingConfig",
          "Version": 5,
          "Scenario": "VideoAnomalyDetection",
          "DataSource": { "Type": "VideoFolder", "Version": 1, "FolderPath": "videos" },
          "TrainingOption": {
            "Type": "VideoAnomalyDetectionTrainingOption",
            "Version": 1,
            "Trainer": "NormalModes"
          }
        }
        """;

    public ConfigFile(string text)
    {
        Folder = Directory.CreateTempSubdirectory("mlnetvad-config-").FullName;
        Path = System.IO.Path.Combine(Folder, "gate.mbconfig");
        File.WriteAllText(Path, text);
    }

    public string Folder { get; }

    public string Path { get; }

    public string Text => File.ReadAllText(Path);

    /// <summary>The minimal config with one text replaced, which must be there.</summary>
    public static ConfigFile With(string old, string replacement)
    {
        Assert.Contains(old, Minimal, StringComparison.Ordinal);
        return new ConfigFile(Minimal.Replace(old, replacement, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
