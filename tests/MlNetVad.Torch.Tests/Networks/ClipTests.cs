using System.Text.Json;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Networks.Clip;
using MlNetVad.Torch.Weights;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

/// <summary>Both towers of a tiny CLIP against an independent implementation's numbers, under both ways to name the weights.</summary>
public sealed class ClipTests
{
    private const string Hf = "hf", OpenAi = "openai";
    private static readonly (int Vision, int Text) TinyHeads = (1, 4);

    [Theory]
    [InlineData(Hf)]
    [InlineData(OpenAi)]
    public void Towers_TinyClip_GiveTheGoldenNumbers(string names)
    {
        using var scope = NewDisposeScope();
        JsonElement golden = Golden();
        using ClipNetwork clip = Tiny(names);
        Tensor images = clip.Images.call(Numbers(golden, "image").reshape(3, 3, 32, 32));
        Tensor texts = clip.Texts.Encode(Tokens(golden));
        AssertNear(golden, "image_features", images);
        AssertNear(golden, "text_features", texts);
        Tensor logits = nn.functional.normalize(images).mm(nn.functional.normalize(texts).t()) * clip.Scale;
        AssertNear(golden, "logits_per_image", logits);
    }

    [Fact]
    public void Options_OfTheFile_AreItsSizes()
    {
        using SafeTensorsReader weights = Open(Hf);
        ClipOptions options = ClipOptions.Of(weights, TinyHeads);
        Assert.Equal(
            new ClipOptions
            {
                EmbeddingWidth = 16,
                ImageSize = 32,
                PatchSize = 8,
                Vision = new ClipTowerOptions(2, 64, 1, 256),
                Text = new ClipTowerOptions(2, 32, 4, 128),
                ContextLength = 77,
                VocabularySize = 600,
            },
            options);
    }

    [Fact]
    public void Texts_GradientByEmbeddings_IsThatOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        JsonElement golden = Golden();
        using ClipNetwork clip = Tiny(OpenAi);
        Tensor tokens = Tokens(golden), ends = tokens.argmax(-1);
        Tensor embeddings = clip.Texts.Embed(tokens).detach().clone();                 // [3, 77, 32]
        manual_seed(3);
        Tensor weight = randn([3, 16]);
        embeddings.requires_grad = true;
        clip.Texts.Encode(embeddings, ends).mul(weight).sum().backward();
        double analytic = embeddings.grad!.norm().item<float>();
        Tensor direction = embeddings.grad / (float)analytic;                          // straight up

        const double step = 3e-3;
        using (no_grad())
        {
            double up = At(step), down = At(-step);
            Assert.InRange((up - down) / (2 * step) / analytic, 0.98, 1.02);
        }

        double At(double distance) => clip.Texts.Encode(embeddings.add(direction, (float)distance), ends).mul(weight).sum(ScalarType.Float64).item<double>();
    }

    [Fact]
    public void Texts_WhatStandsBehindTheEnd_DoesNotCount()
    {
        using var scope = NewDisposeScope();
        using ClipNetwork clip = Tiny(Hf);
        Tensor tokens = Tokens(Golden()), changed = tokens.clone();
        changed[1].narrow(0, tokens[1].argmax().item<long>() + 1, 5).fill_(7);
        Assert.True(clip.Texts.Encode(tokens).allclose(clip.Texts.Encode(changed), 1e-6, 1e-6));
    }

    [Fact]
    public void Load_AnotherNetworksFile_IsRefused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using var network = new ClipNetwork(new ClipOptions
            {
                EmbeddingWidth = 8, ImageSize = 16, PatchSize = 8, Vision = new(1, 64, 1, 64), Text = new(1, 64, 1, 64), ContextLength = 9, VocabularySize = 11,
            });
            SafeTensorsWriter writer = ModuleWeights.Writer(network);
            writer.Add("classifier.weight", zeros(2));
            writer.Save(path);
            using SafeTensorsReader weights = SafeTensorsReader.Open(path);
            VadException e = Assert.Throws<VadException>(() => ClipNetwork.Load(weights));
            Assert.Contains("unknown tensor 'classifier.weight'", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_HeadsThatDoNotDivideTheWidth_AreRefused()
    {
        using SafeTensorsReader weights = Open(OpenAi);
        Assert.Contains("cannot have 3 heads", Assert.Throws<VadException>(() => ClipNetwork.Load(weights, (3, 4))).Message, StringComparison.Ordinal);
    }

    private static JsonElement Golden() => JsonDocument.Parse(File.ReadAllText(TestData.Require("golden/clip/expected.json"))).RootElement;

    private static SafeTensorsReader Open(string names) => SafeTensorsReader.Open(TestData.Require($"golden/clip/tiny-clip-{names}-names.safetensors"));

    private static ClipNetwork Tiny(string names)
    {
        using SafeTensorsReader weights = Open(names);
        return ClipNetwork.Load(weights, TinyHeads);
    }

    private static Tensor Numbers(JsonElement golden, string name) => tensor(golden.GetProperty(name).EnumerateArray().Select(n => n.GetSingle()).ToArray());

    private static Tensor Tokens(JsonElement golden) =>
        tensor(golden.GetProperty("tokens").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(id => id.GetInt64())).ToArray()).reshape(3, -1);

    private static void AssertNear(JsonElement golden, string name, Tensor found) =>
        Assert.InRange(found.flatten().sub(Numbers(golden, name)).abs().max().item<float>(), 0, 1e-4f);
}
