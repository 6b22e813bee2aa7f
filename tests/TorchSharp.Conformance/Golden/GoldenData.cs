using System.Text.Json;
using MlNetVad.TestSupport;
using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Golden;

/// <summary>Weights, inputs and expected numbers of the small reference network; the expected ones were computed in double.</summary>
internal sealed class GoldenData
{
    private readonly JsonElement _outputs;

    private GoldenData(string folder)
    {
        Weights = Tensors(Path.Combine(folder, "weights.json"));
        Inputs = Tensors(Path.Combine(folder, "inputs.json"));
        _outputs = Read(Path.Combine(folder, "outputs.json"));
    }

    public Dictionary<string, Tensor> Weights { get; }

    public Dictionary<string, Tensor> Inputs { get; }

    public static GoldenData Load() => new(TestData.Require("golden/sfn"));

    public double[] Expected(string name) => [.. _outputs.GetProperty(name).GetProperty("data").EnumerateArray().Select(x => x.GetDouble())];

    public Dictionary<string, double> Norms(string name) =>
        _outputs.GetProperty(name).EnumerateObject().ToDictionary(x => x.Name, x => x.Value.GetDouble(), StringComparer.Ordinal);

    /// <summary>Compares with an expected entry, relative to its largest element.</summary>
    public void Check(string name, Tensor actual, double tolerance = 1e-5)
    {
        double[] expected = Expected(name);
        Assert.Equal(_outputs.GetProperty(name).GetProperty("shape").EnumerateArray().Select(x => x.GetInt64()), actual.shape);
        double scale = expected.Max(Math.Abs);
        double worst = expected.Zip(Numbers.Values(actual), (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= tolerance * scale, $"{name}: off by {worst:G3} where the largest element is {scale:G3}");
    }

    private static Dictionary<string, Tensor> Tensors(string file) => Read(file).EnumerateObject().ToDictionary(
        entry => entry.Name,
        entry => Numbers.Of(
            [.. entry.Value.GetProperty("data").EnumerateArray().Select(x => x.GetSingle())],
            [.. entry.Value.GetProperty("shape").EnumerateArray().Select(x => x.GetInt64())]),
        StringComparer.Ordinal);

    private static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }
}
