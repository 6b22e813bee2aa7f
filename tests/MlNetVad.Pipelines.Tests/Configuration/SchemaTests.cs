using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.TestSupport;

namespace MlNetVad.Pipelines.Tests.Configuration;

public sealed class SchemaTests
{
    private static readonly string Configs = Path.Combine(TestData.Repository, "configs");
    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Configs, "mlnetvad.schema.json")))!.AsObject();

    public static TheoryData<string> ShippedConfigs =>
        new(Directory.EnumerateFiles(Configs, "*.mbconfig").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ShippedConfigs))]
    public void ShippedConfig_AgainstTheSchema_HasWhatIsRequiredAndNothingElse(string name)
    {
        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(Configs, name)))!;

        Assert.Empty(new SchemaCheck(Schema).Complaints(config));
        TrainingOptionConfig training = TrainingConfig.Load(Path.Combine(Configs, name)).Training;
        Assert.Empty(training.Warnings);
        Assert.NotNull(training.CreatePipeline(new MLContext(seed: 1)));
    }

    [Fact]
    public void ShippedConfig_Parameters_AreThePipelinesDefaults()
    {
        using var minimal = new ConfigFile(ConfigFile.Minimal);

        TrainingOptionConfig shipped = TrainingConfig.Load(Path.Combine(Configs, "normal-modes.mbconfig")).Training;

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
    public void Schema_Trainers_AreTheRegisteredPipelines()
    {
        JsonNode option = Schema["$defs"]!["TrainingOption"]!["properties"]!;
        IEnumerable<string> trainers = PipelineRegistry.All.Select(p => p.Name);

        Assert.Equal(trainers, option["Trainer"]!["enum"]!.AsArray().Select(t => (string)t!));
        Assert.Equal(trainers, option["Parameters"]!["oneOf"]!.AsArray().SelectMany(choice => Types(Properties((string)choice!["$ref"]!)["Type"]!)));
    }

    [Fact]
    public void Schema_EveryPipeline_HasEveryOptionOfItsTypeAndNoOther()
    {
        foreach (PipelineEntry pipeline in PipelineRegistry.All)
        {
            Type options = pipeline.NewOptions(_ => false).GetType();
            JsonNode choice = Schema["$defs"]!["TrainingOption"]!["properties"]!["Parameters"]!["oneOf"]!.AsArray()
                .Single(c => Types(Properties((string)c!["$ref"]!)["Type"]!).Contains(pipeline.Name))!;
            Check(Properties((string)choice["$ref"]!), options, OptionFields.SetByPipeline(options));
        }
    }

    private static void Check(JsonObject described, Type options, IReadOnlyCollection<string> fixedNames)
    {
        FieldInfo[] fields = [.. OptionFields.Of(options, fixedNames)];
        Assert.Equal(fields.Select(f => f.Name).Order(StringComparer.Ordinal), described.Select(p => p.Key).Except(["Type", "Version"]).Order(StringComparer.Ordinal));
        foreach (FieldInfo field in fields)
        {
            JsonNode property = described[field.Name]!;
            Type inner = Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType;
            if (OptionFields.IsNode(field.FieldType))
            {
                JsonObject[] nodes = [.. (property["oneOf"] is JsonArray several ? several.ToArray() : [property]).Select(choice => Properties((string)choice!["$ref"]!))];
                foreach ((Type choice, JsonObject node) in OptionFields.Choices(field.FieldType).Zip(nodes, (choice, node) => (choice, node)))
                {
                    Assert.Equal(OptionFields.NodeType(choice), (string?)node["Type"]!["const"]);
                    Check(node, choice, OptionFields.Within(fixedNames, field.Name));
                }

                Assert.Equal(OptionFields.Choices(field.FieldType).Count, nodes.Length);
            }
            else if (inner.IsEnum || OptionFields.Named(inner).Count > 0)
            {
                IEnumerable<string> names = inner.IsEnum ? Enum.GetNames(inner) : OptionFields.Named(inner).Keys;
                Assert.Equal(names, property["enum"]!.AsArray().Where(n => n is not null).Select(n => (string)n!));
            }
            else
            {
                Assert.Equal(JsonType(field.FieldType), property["type"] is JsonArray many ? (string)many[0]! : (string)property["type"]!);
            }
        }
    }

    private static string JsonType(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        _ when type.IsArray => "array",
        TypeCode.Boolean => "boolean",
        TypeCode.String => "string",
        TypeCode.Single or TypeCode.Double => "number",
        _ => "integer",
    };

    private static JsonObject Properties(string reference) => Schema["$defs"]![reference["#/$defs/".Length..]]!["properties"]!.AsObject();

    private static IEnumerable<string> Types(JsonNode type) => type["enum"] is JsonArray many ? many.Select(t => (string)t!) : [(string)type["const"]!];

    [Fact]
    public void Schema_DataSourceTypes_AreThoseThatLoad()
    {
        IEnumerable<string?> described = Schema["$defs"]!["DataSource"]!["properties"]!["Type"]!["enum"]!.AsArray().Select(t => (string?)t);

        Assert.Equal(DataSourceConfig.Types, described);
    }
}
