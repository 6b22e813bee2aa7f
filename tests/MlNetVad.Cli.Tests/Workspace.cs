using System.Diagnostics;

namespace MlNetVad.Cli.Tests;

/// <summary>A temporary folder, and small files to put there.</summary>
public sealed class Workspace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("mlnetvad-cli-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Everything in the folder, as relative paths.</summary>
    public string[] Contents =>
        [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A config for a scene or a folder.</summary>
    public string WriteConfig(string location, string name = "small.mbconfig")
    {
        string type = location.StartsWith("synthetic:", StringComparison.Ordinal) ? "Synthetic" : "VideoFolder";
        return Write(name, $$"""
            {
              "Type": "TrainingConfig",
              "Version": 5,
              "Scenario": "VideoAnomalyDetection",
              "DataSource": { "Type": "{{type}}", "Version": 1, "FolderPath": "{{location}}" },
              "TrainingOption": {
                "Type": "VideoAnomalyDetectionTrainingOption",
                "Version": 1,
                "Trainer": "NormalModes",
                "Parameters": { "Type": "NormalModes", "Version": 1, "NumberOfModes": 4 }
              }
            }
            """);
    }

    /// <summary>Grey pictures of a moving square, readable by everything.</summary>
    public string WriteFrames(string name, int count, int width = 64, int height = 48)
    {
        Directory.CreateDirectory(this[name]);
        for (int frame = 0; frame < count; frame++)
        {
            using FileStream file = File.Create(Path.Combine(this[name], $"{frame:000}.pgm"));
            file.Write(System.Text.Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"));
            for (int i = 0; i < width * height; i++)
            {
                bool inside = Math.Abs((i % width) - 10 - frame) < 5 && Math.Abs((i / width) - 24) < 10;
                file.WriteByte(inside ? (byte)220 : (byte)(90 + (i % 7)));
            }
        }

        return this[name];
    }

    /// <summary>A short video made by ffmpeg.</summary>
    public string WriteVideo(string name, int frames = 25)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in new[] { "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=25", "-frames:v", $"{frames}", "-c:v", "mpeg4", "-y", this[name] })
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
