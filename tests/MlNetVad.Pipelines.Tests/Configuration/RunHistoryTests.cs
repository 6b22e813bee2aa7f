using System.Globalization;
using System.Text.Json.Nodes;
using MlNetVad.Pipelines.Configuration;

namespace MlNetVad.Pipelines.Tests.Configuration;

public sealed class RunHistoryTests
{
    private static readonly Trial Good = new()
    {
        TrainerName = "NormalModes",
        State = TrialState.Completed,
        RuntimeInSeconds = 12.3456,
        Started = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Parameters = new Dictionary<string, string> { ["Seed"] = "1" },
        Metrics = new Dictionary<string, double> { ["MicroAuc"] = 0.98, ["MacroAuc"] = double.NaN },
        MetricName = "MicroAuc",
        Estimators = ["MlNetVad.ForegroundObjects", "MlNetVad.MotionFeatures"],
    };

    [Fact]
    public void AddTrial_UnderAnyCulture_WritesTheSame()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.TimeSeparator = ".";
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "minus";
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            TrainingConfig config = TrainingConfig.Load(file.Path);
            config.AddTrial(Good with { Parameters = config.Training.Parameters().ToDictionary() });
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        JsonNode trial = JsonNode.Parse(file.Text)!["RunHistory"]!["Trials"]![0]!;
        Assert.Equal("2026-01-02T03:04:05Z", (string?)trial["Started"]);
        Assert.Equal("0.995", (string?)trial["Parameter"]!["FalseAlarmQuantile"]);
    }

    [Fact]
    public void AddTrial_Completed_WritesMetricsPartsAndARelativeModelPath()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);

        TrainingConfig.Load(file.Path).AddTrial(Good with { ModelFilePath = Path.Combine(file.Folder, "models", "gate.zip") });

        JsonNode history = JsonNode.Parse(file.Text)!["RunHistory"]!;
        JsonNode trial = history["Trials"]![0]!;
        Assert.Equal("Result", (string?)history["Type"]);
        Assert.Equal(3, (int?)history["Version"]);
        Assert.Equal("MicroAuc", (string?)history["MetricName"]);
        Assert.Equal("models/gate.zip", (string?)history["ModelFilePath"]);
        Assert.Equal("e0 * e1", (string?)history["Schema"]);
        Assert.Equal("MlNetVad.MotionFeatures", (string?)history["Estimators"]!["e1"]);
        Assert.Equal("Trial", (string?)trial["Type"]);
        Assert.Equal(0.98, (double?)trial["Score"]);
        Assert.Equal(12.346, (double?)trial["RuntimeInSeconds"]);
        Assert.Equal("2026-01-02T03:04:05Z", (string?)trial["Started"]);
        Assert.Equal("1", (string?)trial["Parameter"]!["Seed"]);
        Assert.Null(trial["Metrics"]!["MacroAuc"]);
        Assert.True(trial["Metrics"]!.AsObject().ContainsKey("MacroAuc"));
    }

    [Fact]
    public void AddTrial_Failed_IsKeptAndLeavesTheLastModelAlone()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);
        TrainingConfig config = TrainingConfig.Load(file.Path);
        config.AddTrial(Good with { ModelFilePath = Path.Combine(file.Folder, "gate.zip") });

        config.AddTrial(new Trial
        {
            TrainerName = "NormalModes",
            State = TrialState.Failed,
            RuntimeInSeconds = 1,
            Started = Good.Started,
            Error = "'a.mp4' is no video.",
        });

        JsonNode history = JsonNode.Parse(file.Text)!["RunHistory"]!;
        Assert.Equal(2, history["Trials"]!.AsArray().Count);
        Assert.Equal("Failed", (string?)history["Trials"]![1]!["State"]);
        Assert.Equal("'a.mp4' is no video.", (string?)history["Trials"]![1]!["Error"]);
        Assert.Null(history["Trials"]![1]!["Score"]);
        Assert.Equal("gate.zip", (string?)history["ModelFilePath"]);
    }

    [Fact]
    public void AddTrial_UnknownNodes_AreKeptWithTheirOrder()
    {
        using ConfigFile file = ConfigFile.With("\"Version\": 5,", """
            "Version": 5,
            "Future": { "Größe": [1, { "Thing": null }], "Path": "a/b" },
            """);
        JsonObject before = JsonNode.Parse(file.Text)!.AsObject();

        TrainingConfig.Load(file.Path).AddTrial(Good);

        JsonObject after = JsonNode.Parse(file.Text)!.AsObject();
        Assert.Equal([.. before.Select(p => p.Key), "RunHistory"], after.Select(p => p.Key));
        foreach ((string name, JsonNode? value) in before)
        {
            Assert.True(JsonNode.DeepEquals(value, after[name]), name);
        }

        Assert.Contains("Größe", file.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AddTrial_ConfigEditedSinceLoading_KeepsTheEdit()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);
        TrainingConfig config = TrainingConfig.Load(file.Path);
        File.WriteAllText(file.Path, file.Text.Replace("\"videos\"", "\"other\"", StringComparison.Ordinal));

        config.AddTrial(Good);

        Assert.EndsWith("other", TrainingConfig.Load(file.Path).DataSource.Location, StringComparison.Ordinal);
        Assert.Equal([file.Path], Directory.GetFiles(file.Folder));
    }
}
