using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Networks.Clip;
using MlNetVad.Torch.Trainers;
using MlNetVad.Torch.Trainers.ActionPrompts;
using MlNetVad.Transforms;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Trainers;

/// <summary>Learned prompts: where their words stand, their gradient, and that normal objects answer to them.</summary>
public sealed class ActionPromptTests : IDisposable
{
    private static readonly string[] Actions = ["walking", "running", "riding a bicycle", "waving", "jumping", "a name that is far too long for it"];
    private readonly MLContext _ml = new(seed: 1);
    private readonly TinyClip _clip = new();

    public void Dispose() => _clip.Dispose();

    [Fact]
    public void ActionPrompts_SmallClip_KeepsTheEstimatorContract()
    {
        IDataView objects = Objects(30);
        EstimatorContract.Check(_ml, _ml.AnomalyDetection.Trainers.ActionPrompts(_ml, Options()), objects, _ml.Transforms.CopyColumns("Other", "ActionFeatures").Append(_ml.Transforms.DropColumns("ActionFeatures")).Fit(objects).Transform(objects));
    }

    [Fact]
    public void Prompts_WordsThatAreTokens_AreTheTextWithTheseTokens()
    {
        using var scope = NewDisposeScope();
        using ClipNetwork clip = ClipFile.Whole(ModelFile.Open(_clip.Path, ClipFile.Role));
        using var network = new PromptNetwork(clip, 3);
        network.get_parameter("context")!.detach().copy_(clip.Texts.Embed(tensor(new long[] { 'a' % 60, 'b' % 60, 'c' % 60 }, [1, 3]))[0]);

        Assert.True(network.Prompts(Tokens("run")).allclose(network.Names(Tokens("abrunc")), 1e-5, 1e-6));
        Assert.True(network.Prompts(Tokens("fifteen letters")).allclose(network.Names(Tokens("abfifteen lettersc")), 1e-5, 1e-6));
        Assert.True(network.Prompts(Tokens("sixteen letters.")).allclose(network.Names(Tokens("absixteen lettersc")), 1e-5, 1e-6), "cut where there is no room");
    }

    [Fact]
    public void Prompts_GradientByWords_IsThatOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using ClipNetwork clip = ClipFile.Whole(ModelFile.Open(_clip.Path, ClipFile.Role));
        using var network = new PromptNetwork(clip, 4);
        Tensor features = nn.functional.normalize(randn(8, TinyClip.Width)), labels = tensor(new long[] { 0, 1, 2, 0, 1, 2, 0, 1 });
        Tensor tokens = cat([.. Actions.Take(3).Select(Tokens)], 0);
        Loss().backward();
        var words = network.get_parameter("context")!;
        double analytic = words.grad!.norm().item<float>();
        Tensor direction = words.grad / (float)analytic;
        Assert.True(analytic > 1e-3);
        Assert.Equal(1, network.parameters().Count(p => p.requires_grad));
        using (no_grad())
        {
            const float step = 3e-3f;
            Assert.InRange((At(step) - At(-step)) / (2 * step) / analytic, 0.97, 1.03);
        }

        double At(float distance)
        {
            words.add_(direction, distance);
            double value = Loss().item<float>();
            words.add_(direction, -distance);
            return value;
        }

        Tensor Loss() => nn.functional.cross_entropy(features.mm(network.Prompts(tokens).t()) / 0.1f, labels);
    }

    [Fact]
    public void ActionPrompts_NormalObjectsOfAFewActions_RaisesTheirHighestResponse()
    {
        IDataView objects = Objects(400);
        using ClipTextEncoder texts = ClipTextEncoder.Load(_clip.Path, TinyClip.Tokenize);
        float[] names = [.. Actions.SelectMany(texts.Encode)];
        ActionResponseTransformer learned = _ml.AnomalyDetection.Trainers.ActionPrompts(_ml, Options()).Fit(objects);

        double before = Highest(_ml.Transforms.RespondToActions("ActionResponses", "ActionFeatures", Actions, names).Fit(objects)), after = Highest(learned);
        Assert.True(after > before + 0.02, $"{before:0.000} by names alone, {after:0.000} by learned prompts");
        Assert.Equal(Actions, learned.Actions);
        Assert.Equal(Responses(learned), Responses(_ml.AnomalyDetection.Trainers.ActionPrompts(_ml, Options()).Fit(objects)));

        float[][] Responses(ActionResponseTransformer model) => [.. model.Transform(objects).GetColumn<float[]>("ActionResponses")];

        double Highest(ActionResponseTransformer model) => Responses(model).SelectMany(row => row.Chunk(Actions.Length)).Average(r => r.Max());
    }

    [Fact]
    public void ActionPrompts_WhatCannotBe_IsRefusedInASentence()
    {
        Assert.Contains("two at least", Assert.Throws<VadException>(() => _ml.AnomalyDetection.Trainers.ActionPrompts(_ml, Options()).Fit(Objects(0))).Message, StringComparison.Ordinal);
        Assert.Contains("Tokenize", Assert.Throws<VadException>(() => _ml.AnomalyDetection.Trainers.ActionPrompts(_ml, new ActionPromptTrainer.Options { WeightsPath = _clip.Path, Actions = Actions })).Message, StringComparison.Ordinal);
        Assert.Contains("model.safetensors", Assert.Throws<VadException>(() => _ml.AnomalyDetection.Trainers.ActionPrompts(_ml, new ActionPromptTrainer.Options())).Message, StringComparison.Ordinal);
    }

    private ActionPromptTrainer.Options Options() => new()
    {
        WeightsPath = _clip.Path, Actions = Actions, Tokenize = TinyClip.Tokenize, ContextVectors = 4, LearningRate = 1e-2, BatchSize = 32, Epochs = 12, Seed = 1,
    };

    private static Tensor Tokens(string text) => tensor(TinyClip.Tokenize(text), [1, TinyClip.Length]);

    // objects that walk and run: near the texts, in another direction each, as pictures lie beside texts in CLIP
    private IDataView Objects(int count)
    {
        using ClipTextEncoder texts = ClipTextEncoder.Load(_clip.Path, TinyClip.Tokenize);
        float[][] centers = [texts.Encode(Actions[0]), texts.Encode(Actions[1])];
        var random = new Random(5);
        float[] gap = [.. Enumerable.Range(0, TinyClip.Width).Select(_ => (float)random.NextDouble() - 0.5f)];
        Row[] rows = [.. Enumerable.Range(0, Math.Max(count, 1)).Select(i => new Row
        {
            ActionFeatures = count == 0 ? [] : [.. centers[i % 2].Zip(gap, (c, g) => c + g + (0.1f * (random.NextSingle() - 0.5f)))],
        })];
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.ActionFeatures)].ColumnType = OutputColumn.BagType(TinyClip.Width);
        return _ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row
    {
        public float[] ActionFeatures { get; set; } = [];
    }
}
