using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.TestSupport;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tests;

/// <summary>A model with a CLIP, of random weights, is redefined by that CLIP's own reading of a text.</summary>
public sealed class RedefineByClipTests : IDisposable
{
    private const string Scene = "synthetic:scene?split=train&videos=2&frames=60&fps=10";
    private readonly Workspace _workspace = new();
    private readonly TinyClip _clip = new(imageSize: 32, width: 64, length: 77, tokens: 515);
    private readonly string _model, _vocabulary;

    public RedefineByClipTests()
    {
        (_model, _vocabulary) = (_workspace["m.zip"], _workspace["merges.txt"]);
        File.WriteAllText(_vocabulary, "#version: 0.2\ni n\n");   // 256 letters, twice, one merge, start and end
        var ml = new MLContext(seed: 1);
        VideoSource normal = VideoSource.FromPath(Scene);
        var options = new SceneAdaptiveOptions
        {
            ObjectSize = 32,
            Actions = "synthetic:actions?clips=3",
            ActionCacheFolder = _workspace["actions"],
            NumberOfModes = 4,
            Clip = new ClipFileOptions { WeightsPath = _clip.Path, VocabularyPath = _vocabulary },
        };
        IDataView clips = VideoData.Load(ml, normal, SceneAdaptive.ClipOptions(options, normal));
        VadModel.Save(ml, SceneAdaptive.Create(ml, options).Fit(clips), clips.Schema, _model);
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _clip.Dispose();
    }

    [Fact]
    public void Redefine_ModelWithAClip_IsReadByThatClip()
    {
        byte[] before = File.ReadAllBytes(_model);
        CliResult refused = Cli.Run("redefine", _model, "--normal-text", "a person runs");
        Assert.Equal(ExitCode.Failure, refused.ExitCode);
        Assert.Contains("--clip and --clip-vocabulary", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_model));

        CliResult half = Cli.Run("redefine", _model, "--normal-text", "a person runs", "--clip", _clip.Path);
        Assert.NotEqual(ExitCode.Success, half.ExitCode);
        Assert.Contains("together", half.Error, StringComparison.Ordinal);

        CliResult none = Cli.Run("redefine", _model, "--normal-text", "a person runs", "--clip", _workspace["none.safetensors"], "--clip-vocabulary", _vocabulary);
        Assert.Equal(ExitCode.Failure, none.ExitCode);
        Assert.Contains("none.safetensors", none.Error, StringComparison.Ordinal);

        CliResult said = Cli.Run("redefine", _model, "--normal-text", "a person runs", "--clip", _clip.Path, "--clip-vocabulary", _vocabulary, "--json");
        Assert.True(said.ExitCode == ExitCode.Success, said.ToString());
        Assert.StartsWith("action: ", (string?)Assert.Single(JsonNode.Parse(said.Out)!.AsArray())!["meaning"], StringComparison.Ordinal);
    }
}
