using System.Text.Json.Nodes;

namespace MlNetVad.Benchmarks;

/// <summary>What the engine is measured by.</summary>
internal static class EngineCases
{
    private const string Torch = "PyTorch";

    public static IEnumerable<EngineCase> All =>
    [
        .. new[] { 256, 512, 1024, 2048 }.Select(n => new EngineCase($"sgemm-{n}", "OpenBLAS", 0.8, () => EngineTensors.Product(n), null, n)),
        new("linear-192x768", Torch, 1, () => EngineTensors.Linear(16384, 192, 768), [Setup("linear", ("rows", 16384), ("in", 192), ("out", 768))]),
        new("layer-norm", Torch, 1, () => EngineTensors.LayerNorm(16384, 192), [Setup("layer_norm", ("rows", 16384), ("width", 192))]),
        new("softmax", Torch, 1, () => EngineTensors.Softmax(4, 4, 385, 385), [Shaped("softmax", 4, 4, 385, 385)]),
        new("attention", Torch, 1, () => EngineTensors.Attention(4, 4, 385, 128), [Shaped("attention", 4, 4, 385, 128)]),
        .. new[] { false, true }.Select(backward => new EngineCase(
            $"vit-block-{Pass(backward)}", Torch, 1, () => EngineVitBlock.Create(4, 385, 128, 4, backward),
            [Setup("vit_block", ("batch", 4), ("tokens", 385), ("width", 128), ("heads", 4), ("backward", backward))])),
        new("adamw-step", Torch, 1, EngineOptimizer.Step, [AdamW(0), AdamW(1)]),
        .. new[] { 1540, 4104 }.SelectMany(tokens => new[] { 128, 256 }.SelectMany(width => Experts(tokens, width))),
    ];

    private static IEnumerable<EngineCase> Experts(int tokens, int width) =>
        from hidden in new[] { 8, 16, 48 }
        from backward in new[] { false, true }
        let setups = new[] { 0, 1 }.Select(variant => Setup(
            "experts", ("variant", variant), ("tokens", tokens), ("width", width), ("hidden", hidden), ("experts", 63), ("active", 7), ("backward", backward)))
        select new EngineCase(
            $"experts-T{tokens}-d{width}-h{hidden}-{Pass(backward)}", Torch, backward ? 1.5 : 2,
            () => EngineExpertLayer.Create(tokens, width, hidden, 63, 7, backward), [.. setups]);

    private static string Pass(bool backward) => backward ? "forward-backward" : "forward";

    private static JsonObject Shaped(string name, params int[] shape)
    {
        JsonObject setup = Setup(name);
        setup["shape"] = new JsonArray([.. shape.Select(s => (JsonNode)s)]);
        return setup;
    }

    private static JsonObject AdamW(int variant)
    {
        JsonObject setup = Setup("adamw", ("variant", variant));
        setup["shapes"] = new JsonArray([.. EngineOptimizer.Shapes.Select(s => (JsonNode)new JsonArray([.. s.Select(d => (JsonNode)d)]))]);
        return setup;
    }

    private static JsonObject Setup(string name, params (string Key, JsonNode Value)[] values)
    {
        var setup = new JsonObject { ["case"] = name, ["variant"] = 0 };
        foreach ((string key, JsonNode value) in values)
        {
            setup[key] = value;
        }

        return setup;
    }
}
