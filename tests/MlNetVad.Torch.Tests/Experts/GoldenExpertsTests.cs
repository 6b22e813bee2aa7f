using System.Text.Json;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Experts;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Torch.Tests.Experts;

/// <summary>The sparse feature filter of the golden network, from routing to output.</summary>
public sealed class GoldenExpertsTests
{
    private const int Active = 2;

    [Theory]
    [InlineData("dense", false)]
    [InlineData("dense", true)]
    [InlineData("sorted", false)]
    [InlineData("sorted", true)]
    public void Forward_GoldenTokens_GivesGoldenOutput(string form, bool renormalized)
    {
        using var scope = NewDisposeScope();
        using JsonDocument weights = Open("weights.json");
        using JsonDocument inputs = Open("inputs.json");
        using JsonDocument outputs = Open("outputs.json");
        Tensor Weight(string name) => Read(weights, $"filters.0.{name}");

        Tensor x = Read(inputs, "sffm_tokens").reshape(-1, 16);
        (Tensor top, Tensor indices) = x.matmul(Weight("router").t()).softmax(-1).topk(Active, -1);
        Tensor gates = renormalized ? top / top.sum(-1, keepdim: true) * 2.0 : top;
        Tensor z = functional.layer_norm(x, [16], Weight("norm.weight"), Weight("norm.bias"));
        var experts = new BottleneckExperts(Weight("reduce"), Weight("reduce_bias"), Weight("expand"), Weight("expand_bias"), Shared: 1);

        Tensor filtered = form == "dense" ? GroupedExperts.MaskedDense(z, gates, indices, experts) : GroupedExperts.SortedSlices(z, gates, indices, experts);
        float[] actual = filtered.data<float>().ToArray();

        float[] expected = Read(outputs, renormalized ? "sffm_renorm_output" : "sffm_raw_output").data<float>().ToArray();
        float tolerance = 1e-5f * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static JsonDocument Open(string file) => JsonDocument.Parse(File.ReadAllBytes(TestData.Require($"golden/sfn/{file}")));

    private static Tensor Read(JsonDocument document, string name)
    {
        JsonElement entry = document.RootElement.GetProperty(name);
        float[] data = [.. entry.GetProperty("data").EnumerateArray().Select(e => e.GetSingle())];
        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())];
        return tensor(data, shape);
    }
}
