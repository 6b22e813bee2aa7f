using System.Text.Json.Nodes;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Torch.Networks;
using MlNetVad.Torch.Trainers;
using MlNetVad.Transforms;

namespace MlNetVad.Pipelines.Tests.Configuration;

/// <summary>Options within options are nodes within nodes.</summary>
public sealed class NestedOptionsTests
{
    private const string Predictor = """{ "Type": "SparseFeatureFiltering", "Version": 1, "Epochs": 3, "Network": { "Type": "Predictor", "Version": 1, "Height": 64 } }""";

    [Fact]
    public void Load_NestedParameters_Arrive()
    {
        using ConfigFile file = With("""
            "Captions": false, "Background": "Running",
            "Predictor": {
              "Type": "SparseFeatureFiltering", "Version": 1,
              "Epochs": 3, "MaximumSteps": 40, "TimeBudgetMinutes": null, "LearningRate": 1e-4, "WeightDecayMode": "Coupled", "MotionWeight": 0.5,
              "Network": { "Type": "Predictor", "Version": 1, "Height": 64, "Filter": "Memory", "Reduction": 1.5, "Skip": false }
            }
            """);

        TrainingOptionConfig training = TrainingConfig.Load(file.Path).Training;

        var options = Assert.IsType<SparseFilteringOptions>(training.Options);
        Assert.Empty(training.Warnings);
        Assert.False(options.Captions);
        Assert.Equal(BackgroundKind.Running, options.Background);
        Assert.Equal((3, 40, 1e-4, 0.5f), (options.Predictor.Epochs, options.Predictor.MaximumSteps, options.Predictor.LearningRate, options.Predictor.MotionWeight));
        Assert.Equal(WeightDecayMode.Coupled, options.Predictor.WeightDecayMode);
        Assert.Equal((64, 192, 1.5, false), (options.Predictor.Network.Height, options.Predictor.Network.Width, options.Predictor.Network.Reduction, options.Predictor.Network.Skip));
        Assert.Equal(FilterKind.Memory, options.Predictor.Network.Filter);
        Assert.Contains(KeyValuePair.Create("Predictor.Network.Height", "64"), training.Parameters());
        Assert.DoesNotContain(training.Parameters(), p => p.Key.Contains("ColumnName", StringComparison.Ordinal) && !p.Key.Contains("Routing", StringComparison.Ordinal) && !p.Key.Contains("PredictedFrame", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_ObjectCentric_BeginsWithCropSizes()
    {
        using ConfigFile file = With("\"ObjectCentric\": true");

        var options = Assert.IsType<SparseFilteringOptions>(TrainingConfig.Load(file.Path).Training.Options);

        Assert.True(options.ObjectCentric);
        Assert.Equal((32, 32, 8), (options.Predictor.Network.Height, options.Predictor.Network.Width, options.Predictor.Network.PatchSize));
    }

    [Theory]
    [InlineData("\"Epochs\": 3", "\"Epoch\": 3", "TrainingOption.Parameters.Predictor.Epoch is no option of SibVad")]
    [InlineData("\"Height\": 64", "\"Hight\": 64", "TrainingOption.Parameters.Predictor.Network.Hight is no option of SibVad")]
    [InlineData("\"Epochs\": 3", "\"Seed\": 3", "TrainingOption.Parameters.Predictor.Seed is no option of SibVad in a config")]
    [InlineData("\"Height\": 64", "\"Fusion\": \"Concat\"", "TrainingOption.Parameters.Predictor.Network.Fusion is no option of SibVad in a config")]
    public void Load_UnknownNestedName_WarnsWithItsPath(string old, string replacement, string warning)
    {
        using ConfigFile file = With($"\"Predictor\": {Predictor.Replace(old, replacement, StringComparison.Ordinal)}");

        Assert.Contains(warning, Assert.Single(TrainingConfig.Load(file.Path).Training.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Epochs\": 3", "\"Epochs\": \"three\"", "TrainingOption.Parameters.Predictor.Epochs: expected a whole number, found \"three\"")]
    [InlineData("\"Epochs\": 3", "\"Schedule\": \"Slow\"", "TrainingOption.Parameters.Predictor.Schedule: expected one of \"Constant\", \"WarmUpCosine\", found \"Slow\"")]
    [InlineData("\"Height\": 64", "\"Height\": 6.5", "TrainingOption.Parameters.Predictor.Network.Height: expected a whole number, found 6.5")]
    [InlineData("\"Type\": \"Predictor\", ", "", "TrainingOption.Parameters.Predictor.Network.Type: expected a text, found nothing")]
    [InlineData("\"Type\": \"Predictor\"", "\"Type\": \"Vit\"", "TrainingOption.Parameters.Predictor.Network.Type: expected \"Predictor\", found \"Vit\"")]
    [InlineData("{ \"Type\": \"Predictor\", \"Version\": 1, \"Height\": 64 }", "null", "TrainingOption.Parameters.Predictor.Network: expected an object with Type and Version, found nothing")]
    [InlineData("{ \"Type\": \"Predictor\", \"Version\": 1, \"Height\": 64 }", "[]", "TrainingOption.Parameters.Predictor.Network: expected an object with Type and Version, found a list")]
    [InlineData("\"Version\": 1, \"Epochs\"", "\"Version\": 2, \"Epochs\"", "TrainingOption.Parameters.Predictor.Version: expected 1, found 2")]
    public void Load_WrongNestedNode_NamesFileNodeExpectedAndFound(string old, string replacement, string complaint)
    {
        Assert.Contains(old, Predictor, StringComparison.Ordinal);
        using ConfigFile file = With($"\"Predictor\": {Predictor.Replace(old, replacement, StringComparison.Ordinal)}");

        VadException error = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path));

        Assert.StartsWith($"'{file.Path}', line ", error.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_DottedNames_ChangesACopyAndMakesMissingNodes()
    {
        using ConfigFile file = With("\"Captions\": false");
        TrainingConfig config = TrainingConfig.Load(file.Path);
        string before = file.Text;

        TrainingConfig changed = config.With(new Dictionary<string, JsonNode?> { ["Captions"] = true, ["Predictor.Network.MemorySlots"] = 128 });

        var options = Assert.IsType<SparseFilteringOptions>(changed.Training.Options);
        Assert.True(options.Captions);
        Assert.Equal(128, options.Predictor.Network.MemorySlots);
        Assert.False(Assert.IsType<SparseFilteringOptions>(config.Training.Options).Captions);
        Assert.Equal(before, file.Text);
    }

    [Theory]
    [InlineData("Predictor.Network.Slots")]
    [InlineData("Predictor.Seed")]
    [InlineData("Predict.Epochs")]
    [InlineData("Captions.More")]
    public void With_UnknownName_SaysSo(string name)
    {
        using ConfigFile file = With("\"Captions\": false");
        TrainingConfig config = TrainingConfig.Load(file.Path);

        VadException error = Assert.Throws<VadException>(() => config.With(new Dictionary<string, JsonNode?> { [name] = 1 }));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EveryDefaultWrittenOut_RoundTrips()
    {
        using ConfigFile plain = With("\"Captions\": true");
        IReadOnlyList<KeyValuePair<string, string>> defaults = TrainingConfig.Load(plain.Path).Training.Parameters();
        Dictionary<string, JsonNode?> all = defaults.ToDictionary(p => p.Key, p => Json(p.Value));

        TrainingConfig written = TrainingConfig.Load(plain.Path).With(all);

        Assert.True(all.Count > 60);
        Assert.Equal(defaults, written.Training.Parameters());
    }

    private static JsonNode? Json(string value) => value switch
    {
        "" => null,
        "True" or "False" => JsonValue.Create(value == "True"),
        _ => double.TryParse(value, out double _) ? JsonNode.Parse(value) : JsonValue.Create(value),
    };

    private static ConfigFile With(string parameters) => ConfigFile.With(
        "\"Trainer\": \"NormalModes\"", $$"""
        "Trainer": "SibVad",
        "Parameters": { "Type": "SibVad", "Version": 1, {{parameters}} }
        """);
}
