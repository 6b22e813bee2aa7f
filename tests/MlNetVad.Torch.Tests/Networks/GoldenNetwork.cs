using System.Text.Json;
using MlNetVad.TestSupport;
using MlNetVad.Torch.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

/// <summary>The small golden network: its weights, inputs and the numbers expected of it, which were computed in double.</summary>
internal sealed class GoldenNetwork
{
    private readonly Dictionary<string, Tensor> _weights;
    private readonly Dictionary<string, Tensor> _inputs;
    private readonly JsonElement _outputs;
    private readonly ScalarType _type;

    /// <param name="type">What is computed in: single, as the library does, or double, which differs nowhere by a processor's rounding.</param>
    public GoldenNetwork(ScalarType type = ScalarType.Float32)
    {
        string folder = TestData.Require("golden/sfn");
        _type = type;
        _weights = Tensors(Path.Combine(folder, "weights.json"), type);
        _inputs = Tensors(Path.Combine(folder, "inputs.json"), type);
        _outputs = Read(Path.Combine(folder, "outputs.json"));
    }

    public static PredictorOptions Options => new()
    {
        Height = 16,
        Width = 16,
        Channels = 3,
        PatchSize = 4,
        Dimension = 16,
        Heads = 2,
        MotionDimension = 16,
        TextDimension = 12,
        FusionDepth = 2,
        DecoderDepth = 2,
        RoutedFilters = 7,
        ActiveFilters = 2,
        Reduction = 4,
        HeadChannels = 3,
        BaseImage = BaseImage.None,
    };

    public Tensor Input(string name) => _inputs[name];

    /// <summary>A network with the golden weights, each found by the name it has in the network.</summary>
    public FramePredictor Build(GateMode gate)
    {
        PredictorOptions options = Options;
        options.Gate = gate;
        var network = new FramePredictor(options);
        network.to(_type);
        Load(network, string.Empty);
        return network;
    }

    /// <summary>Copies the weights under a prefix into all parameters of a module.</summary>
    public void Load(nn.Module module, string prefix)
    {
        using var unrecorded = no_grad();
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in module.named_parameters())
        {
            parameter.copy_(_weights[prefix + name]);
        }
    }

    public IReadOnlyCollection<string> WeightNames => _weights.Keys;

    public Dictionary<string, double> Norms(string name) =>
        _outputs.GetProperty(name).EnumerateObject().ToDictionary(x => x.Name, x => x.Value.GetDouble(), StringComparer.Ordinal);

    /// <summary>Compares with an expected entry, relative to its largest element.</summary>
    public void Check(string name, Tensor actual, double tolerance = 1e-5)
    {
        JsonElement entry = _outputs.GetProperty(name);
        double[] expected = [.. entry.GetProperty("data").EnumerateArray().Select(x => x.GetDouble())];
        Assert.Equal(entry.GetProperty("shape").EnumerateArray().Select(x => x.GetInt64()), actual.shape);
        double[] values = Doubles(actual);
        double scale = expected.Max(Math.Abs);
        double worst = expected.Zip(values, (e, a) => Math.Abs(e - a)).Max();
        Assert.True(worst <= tolerance * scale, $"{name}: off by {worst:G3} where the largest element is {scale:G3}");
    }

    public static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    public static double[] Doubles(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static Dictionary<string, Tensor> Tensors(string file, ScalarType type) => Read(file).EnumerateObject().ToDictionary(
        entry => entry.Name,
        entry => tensor(
            entry.Value.GetProperty("data").EnumerateArray().Select(x => (double)x.GetSingle()).ToArray(),
            entry.Value.GetProperty("shape").EnumerateArray().Select(x => x.GetInt64()).ToArray()).to(type),
        StringComparer.Ordinal);

    private static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }
}
