using System.Diagnostics;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>A tiny network on a tiny scene: steps take milliseconds.</summary>
internal static class NetworkConfig
{
    public const string Scene = "synthetic:scene?seed=5&videos=2&frames=40&width=96&height=64&fps=10";

    /// <summary>Writes the config.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="predictor">More options of the predictor, as JSON properties.</param>
    /// <param name="location">What to train on.</param>
    /// <param name="network">More options of the network, as JSON properties.</param>
    public static string Write(Workspace workspace, string predictor = "\"Epochs\": 2", string location = Scene, string network = "\"Height\": 32") => workspace.Write("tiny.mbconfig", $$"""
        {
          "Type": "TrainingConfig",
          "Version": 5,
          "Scenario": "VideoAnomalyDetection",
          "DataSource": { "Type": "{{(location.StartsWith("synthetic:", StringComparison.Ordinal) ? "Synthetic" : "VideoFolder")}}", "Version": 1, "FolderPath": "{{location}}" },
          "TrainingOption": {
            "Type": "VideoAnomalyDetectionTrainingOption",
            "Version": 1,
            "Trainer": "SibVad",
            "Parameters": {
              "Type": "SibVad", "Version": 1,
              "Captions": false,
              "Predictor": {
                "Type": "SparseFeatureFiltering", "Version": 1,
                "CheckInterval": 5, "WarmUpSteps": 2, {{predictor}},
                "Network": {
                  "Type": "Predictor", "Version": 1,
                  {{network}}, "Width": 48, "PatchSize": 16, "Dimension": 16, "MotionDimension": 16, "DecoderDepth": 1,
                  "Reduction": 8, "RoutedFilters": 7, "ActiveFilters": 2
                }
              }
            }
          }
        }
        """);

    /// <summary>Starts the command as a process of its own, its streams caught.</summary>
    public static Process Start(params string[] arguments) => Programs.StartInterruptible(["dotnet", typeof(CommandLineApp).Assembly.Location, .. arguments]);

    /// <summary>Every entry of a model's zip.</summary>
    public static Dictionary<string, byte[]> Entries(string zip)
    {
        using System.IO.Compression.ZipArchive archive = System.IO.Compression.ZipFile.OpenRead(zip);
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using Stream stream = e.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    /// <summary>The parameters that a config has in force.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parameters(string config) => TrainingConfig.Load(config).Training.Parameters();
}
