using System.Text.Json.Nodes;
using MlNetVad.Onnx;
using MlNetVad.Persistence;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Pretrained;

namespace MlNetVad.Pipelines.Tests.Configuration;

/// <summary>Networks of the user's own are nodes that may be absent, and of several kinds; their paths are relative to the config.</summary>
public sealed class NetworkNodesTests
{
    [Fact]
    public void Load_WithoutNetworks_HasTheBuiltInParts()
    {
        using ConfigFile file = With("\"Captions\": true");

        TrainingOptionConfig training = TrainingConfig.Load(file.Path).Training;

        var options = Assert.IsType<SparseFilteringOptions>(training.Options);
        Assert.Null(options.Detector);
        Assert.Null(options.TextEncoder);
        Assert.Null(options.AppearanceEncoder);
        Assert.IsType<SceneCaptioner>(options.Caption.Captioner);
        Assert.Empty(training.NeededFiles());
        Assert.Contains(KeyValuePair.Create("Caption.Captioner.Type", "Scene"), training.Parameters());
    }

    [Fact]
    public void Load_Networks_ArriveWithPathsOfTheConfigsFolder()
    {
        using ConfigFile file = With("""
            "Detector": { "Type": "ObjectDetection", "Version": 1, "ModelPath": "nets/yolo.onnx", "Format": "YoloV8", "Mean": [1, 2, 3], "ColorOrder": "Bgr" },
            "TextEncoder": { "Type": "OnnxTextEmbedding", "Version": 1, "ModelPath": "bert.onnx", "VocabularyPath": "vocab.txt", "Pooling": "Mean" },
            "AppearanceEncoder": { "Type": "FrameEncoding", "Version": 1, "ModelPath": "/nets/tower.onnx" },
            "Caption": {
              "Type": "ClipCaption", "Version": 1, "Every": 5, "CachePath": "captions.db",
              "Captioner": { "Type": "OnnxVisionLanguage", "Version": 1, "FolderPath": "../internvl", "Layout": "SmolVlm", "MaximumNewTokens": 40 }
            }
            """);
        string folder = Path.GetDirectoryName(file.Path)!;

        TrainingOptionConfig training = TrainingConfig.Load(file.Path).Training;

        var options = Assert.IsType<SparseFilteringOptions>(training.Options);
        Assert.Empty(training.Warnings);
        Assert.Equal(Path.Combine(folder, "nets", "yolo.onnx"), options.Detector!.ModelPath);
        Assert.Equal((DetectorFormat.YoloV8, ColorOrder.Bgr), (options.Detector.Format, options.Detector.ColorOrder));
        Assert.Equal([1f, 2f, 3f], options.Detector.Mean!);
        Assert.Equal(TextPooling.Mean, Assert.IsType<OnnxTextEmbeddingEstimator.Options>(options.TextEncoder).Pooling);
        Assert.Equal("/nets/tower.onnx", options.AppearanceEncoder!.ModelPath);
        Assert.Equal((5, Path.Combine(folder, "captions.db")), (options.Caption.Every, options.Caption.CachePath));
        var captioner = Assert.IsType<OnnxVisionLanguageCaptioner>(options.Caption.Captioner);
        Assert.Equal((Path.GetFullPath(Path.Combine(folder, "..", "internvl")), 40), (captioner.FolderPath, captioner.MaximumNewTokens));
        Assert.Same(VisionLanguageLayout.SmolVlm, captioner.Layout);
        Assert.Contains(KeyValuePair.Create("Caption.Captioner.Layout", "SmolVlm"), training.Parameters());
        Assert.Contains(KeyValuePair.Create("Detector.Mean", "1, 2, 3"), training.Parameters());
        Assert.Contains(KeyValuePair.Create("Detector.ModelPath", Path.Combine("nets", "yolo.onnx")), training.Parameters());
        Assert.Contains(KeyValuePair.Create("Caption.Captioner.FolderPath", Path.Combine("..", "internvl")), training.Parameters());
    }

    [Fact]
    public void Load_MiniLM_NeedsNoFileOfTheUsers()
    {
        using ConfigFile file = With("\"TextEncoder\": { \"Type\": \"MiniLM\", \"Version\": 1 }");

        TrainingOptionConfig training = TrainingConfig.Load(file.Path).Training;

        var options = Assert.IsType<SparseFilteringOptions>(training.Options);
        Assert.False(Assert.IsType<MiniLMOptions>(options.TextEncoder).CarryWeights);
        Assert.Empty(training.Warnings);
        Assert.Contains(KeyValuePair.Create("TextEncoder.Type", "MiniLM"), training.Parameters());
        Assert.Equal(2, training.NeededFiles().Count);
        Assert.All(training.NeededFiles(), needed => Assert.NotNull(needed.Found));
    }

    [Fact]
    public void Load_NoSuchTextEncoder_NamesThoseThatThereAre()
    {
        using ConfigFile file = With("\"TextEncoder\": { \"Type\": \"Word2Vec\", \"Version\": 1 }");

        string message = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path)).Message;

        Assert.Contains("TextEncoder.Type: expected one of \"MiniLM\", \"OnnxTextEmbedding\", found \"Word2Vec\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void NeededFiles_NamesEveryFileByItsOption()
    {
        using ConfigFile file = With("""
            "Detector": { "Type": "ObjectDetection", "Version": 1, "ModelPath": "yolo.onnx" },
            "TextEncoder": { "Type": "OnnxTextEmbedding", "Version": 1, "ModelPath": "bert.onnx" },
            "Caption": { "Type": "ClipCaption", "Version": 1, "Captioner": { "Type": "CaptionFile", "Version": 1, "Path": "captions.csv" } }
            """);
        string folder = Path.GetDirectoryName(file.Path)!;
        File.WriteAllText(Path.Combine(folder, "captions.csv"), "abc");

        IReadOnlyList<NeededFile> files = TrainingConfig.Load(file.Path).Training.NeededFiles();

        Assert.Equal(["Detector.ModelPath", "Caption.Captioner.Path", "TextEncoder.ModelPath", "TextEncoder.VocabularyPath"], files.Select(f => f.Option));
        Assert.Equal([null, Path.Combine(folder, "captions.csv"), null, null], files.Select(f => f.Found));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", files[1].Sha256());
        Assert.Empty(files[3].Candidates);
    }

    [Theory]
    [InlineData("\"Type\": \"Magic\", \"Version\": 1", "Captioner.Type: expected one of \"CaptionFile\", \"OnnxVisionLanguage\", \"OpenAiCompatible\", \"Scene\", found \"Magic\"")]
    [InlineData("\"Type\": \"OnnxVisionLanguage\", \"Version\": 1, \"Layout\": \"Gpt\"", "Captioner.Layout: expected one of \"InternVl25\", \"SmolVlm\", \"Qwen2VlLike\", found \"Gpt\"")]
    [InlineData("\"Type\": \"OpenAiCompatible\", \"Version\": 1, \"Retries\": \"many\"", "Captioner.Retries: expected a whole number, found \"many\"")]
    public void Load_WrongCaptioner_NamesExpectedAndFound(string captioner, string expected)
    {
        using ConfigFile file = With($"\"Caption\": {{ \"Type\": \"ClipCaption\", \"Version\": 1, \"Captioner\": {{ {captioner} }} }}");

        string message = Assert.Throws<VadException>(() => TrainingConfig.Load(file.Path)).Message;

        Assert.Contains($"TrainingOption.Parameters.Caption.{expected}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_AnotherTypeOfCaptioner_IsThatOne()
    {
        using ConfigFile file = With("\"Captions\": true");

        TrainingConfig changed = TrainingConfig.Load(file.Path).With(new Dictionary<string, JsonNode?> { ["Caption.Captioner.Type"] = "CaptionFile" });

        Assert.IsType<CaptionFile>(Assert.IsType<SparseFilteringOptions>(changed.Training.Options).Caption.Captioner);
    }

    [Fact]
    public void Load_NullNode_IsTheBuiltInPart()
    {
        using ConfigFile file = With("\"Detector\": null");

        Assert.Null(Assert.IsType<SparseFilteringOptions>(TrainingConfig.Load(file.Path).Training.Options).Detector);
    }

    private static ConfigFile With(string parameters) => new(ConfigFile.Minimal
        .Replace("\"Trainer\": \"NormalModes\"", $"\"Trainer\": \"SibVad\", \"Parameters\": {{ \"Type\": \"SibVad\", \"Version\": 1, {parameters} }}", StringComparison.Ordinal));
}
