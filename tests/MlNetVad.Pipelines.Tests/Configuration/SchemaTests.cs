using System.Text.Json.Nodes;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.TestSupport;

namespace MlNetVad.Pipelines.Tests.Configuration;

public sealed class SchemaTests
{
    private static readonly string Configs = Path.Combine(TestData.Repository, "configs");
    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Configs, "mlnetvad.schema.json")))!.AsObject();

    [Theory]
    [InlineData("ped2-normal-modes.mbconfig")]
    [InlineData("synthetic-normal-modes.mbconfig")]
    public void ShippedConfig_AgainstTheSchema_HasWhatIsRequiredAndNothingElse(string name)
    {
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(Configs, name)))!;

        Assert.Empty(new SchemaCheck(Schema).Complaints(config));
        Assert.Empty(TrainingConfig.Load(Path.Combine(Configs, name)).Training.Warnings);
    }

    [Theory]
    [InlineData("ped2-normal-modes.mbconfig")]
    [InlineData("synthetic-normal-modes.mbconfig")]
    public void ShippedConfig_Parameters_AreThePipelinesDefaults(string name)
    {
        using var minimal = new ConfigFile(ConfigFile.Minimal);

        TrainingOptionConfig shipped = TrainingConfig.Load(Path.Combine(Configs, name)).Training;

        Assert.Equal(TrainingConfig.Load(minimal.Path).Training.Parameters(), shipped.Parameters());
    }

    [Fact]
    public void WrittenHistory_AgainstTheSchema_Conforms()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);
        TrainingConfig config = TrainingConfig.Load(file.Path);
        config.AddTrial(new Trial
        {
            TrainerName = "NormalModes",
            State = TrialState.Completed,
            RuntimeInSeconds = 1,
            Started = DateTime.UnixEpoch,
            Metrics = new Dictionary<string, double> { ["MicroAuc"] = 0.9 },
            MetricName = "MicroAuc",
            ModelFilePath = file.Path + ".zip",
        });
        config.AddTrial(new Trial { TrainerName = "NormalModes", State = TrialState.Canceled, RuntimeInSeconds = 1, Started = DateTime.UnixEpoch, Error = "stopped" });

        Assert.Empty(new SchemaCheck(Schema).Complaints(JsonNode.Parse(file.Text)!));
    }

    [Theory]
    [InlineData("\"Version\": 5,", "\"Version\": 5, \"Extra\": 1,", "$: Extra is not in the schema")]
    [InlineData("\"FolderPath\": \"videos\"", "\"FolderPath\": 1", "$.DataSource.FolderPath: 1 is no string")]
    [InlineData("\"Type\": \"VideoFolder\", ", "", "$.DataSource: Type is required")]
    [InlineData("\"VideoFolder\"", "\"Nowhere\"", "$.DataSource.Type: \"Nowhere\" is not allowed")]
    public void SchemaCheck_WrongConfig_Complains(string old, string replacement, string complaint)
    {
        JsonNode config = JsonNode.Parse(ConfigFile.Minimal.Replace(old, replacement, StringComparison.Ordinal))!;

        Assert.Contains(complaint, new SchemaCheck(Schema).Complaints(config));
    }

    [Fact]
    public void Schema_NormalModes_HasEveryOptionAndNoOther()
    {
        using var file = new ConfigFile(ConfigFile.Minimal);
        IEnumerable<string> options = TrainingConfig.Load(file.Path).Training.Parameters().Select(p => p.Key);

        IEnumerable<string> described = Schema["$defs"]!["NormalModes"]!["properties"]!.AsObject().Select(p => p.Key);

        Assert.Equal(options.Order(StringComparer.Ordinal), described.Except(["Type", "Version"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_DataSourceTypes_AreThoseThatLoad()
    {
        IEnumerable<string?> described = Schema["$defs"]!["DataSource"]!["properties"]!["Type"]!["enum"]!.AsArray().Select(t => (string?)t);

        Assert.Equal(DataSourceConfig.Types, described);
    }
}
