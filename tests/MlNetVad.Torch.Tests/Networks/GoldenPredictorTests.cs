using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

/// <summary>The network and its parts against the golden numbers.</summary>
public sealed class GoldenPredictorTests
{
    [Theory]
    [InlineData("_raw", GateMode.Raw)]
    [InlineData("", GateMode.Renormalized)]
    public void Forward_GoldenWeights_GivesGoldenPredictionAndLosses(string suffix, GateMode gate)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenNetwork();
        using FramePredictor network = golden.Build(gate);
        Tensor frames = golden.Input("frames"), text = golden.Input("text");

        Prediction made = network.forward(frames, text);
        var losses = PredictorLosses.Of(made, golden.Input("target"), frames.select(1, 3), text, new LossWeights());

        golden.Check("predicted_frame" + suffix, made.Frame);
        golden.Check("predicted_text" + suffix, made.Text!);
        golden.Check("counts_layer0" + suffix, made.Counts[0], 0);
        golden.Check("counts_layer1" + suffix, made.Counts[1], 0);
        golden.Check("encoder_fused", made.Fused);
        golden.Check("loss_pred" + suffix, losses.Prediction);
        golden.Check("loss_semantic" + suffix, losses.Semantic);
        golden.Check("loss_motion" + suffix, losses.Motion);
        golden.Check("loss_balance" + suffix, losses.Balance);
        golden.Check("loss_total" + suffix, losses.Total);
    }

    [Theory]
    [InlineData("grad_raw", "grad_l2_norms_raw", GateMode.Raw)]
    [InlineData("grad", "grad_l2_norms", GateMode.Renormalized)]
    public void Backward_GoldenWeights_GivesGoldenGradients(string prefix, string map, GateMode gate)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenNetwork(ScalarType.Float64);   // in single, small gradients differ by more than 1e-5 from processor to processor
        using FramePredictor network = golden.Build(gate);
        Tensor frames = golden.Input("frames"), text = golden.Input("text");
        var parameters = network.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        Dictionary<string, double> norms = golden.Norms(map);
        Assert.Equal(norms.Keys.Order(StringComparer.Ordinal), parameters.Keys.Order(StringComparer.Ordinal));

        var losses = PredictorLosses.Of(network.forward(frames, text), golden.Input("target"), frames.select(1, 3), text, new LossWeights());
        string[] names = [.. parameters.Keys];
        IList<Tensor> gradients = autograd.grad([losses.Total], [.. names.Select(name => (Tensor)parameters[name])]);

        for (int i = 0; i < names.Length; i++)
        {
            double norm = Math.Sqrt(GoldenNetwork.Doubles(gradients[i]).Sum(v => v * v)), expected = norms[names[i]];
            Assert.True(Math.Abs(norm - expected) <= 1e-7 * expected, $"{names[i]}: norm {norm:R}, expected {expected:R}");
        }

        foreach (string name in (string[])["filters.0.reduce", "appearance.embed.weight", "filters.1.router", "fusion.0.scale_attn"])
        {
            golden.Check($"{prefix}.{name}", gradients[Array.IndexOf(names, name)], 1e-7);
        }
    }

    [Fact]
    public void Encoders_GoldenWeights_GiveGoldenTokens()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenNetwork();
        PredictorOptions options = GoldenNetwork.Options;
        VisionTransformer Vit(string name, int ratio)
        {
            var vit = new VisionTransformer(options, 16, 2, 1, ratio);
            golden.Load(vit, name);
            return vit;
        }

        Tensor frames = golden.Input("frames");
        golden.Check("position_4x4x16", new SinCosPositions(4, 4, 16).For(frames));
        golden.Check("appearance_frame3_output", Vit("appearance.", 4).forward(frames.select(1, 3)).Tokens);
        golden.Check("motion0_output", Vit("motion.0.", 2).forward(frames.select(1, 1) - frames.select(1, 0)).Tokens);
    }

    [Fact]
    public void FusionAndBlock_GoldenWeights_GiveGoldenTokens()
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenNetwork();
        Tensor visual = golden.Input("fusion_visual"), motion = golden.Input("fusion_motion"), text = golden.Input("fusion_text");
        for (int i = 0; i < 2; i++)
        {
            var layer = new CrossFusionLayer(GoldenNetwork.Options);
            golden.Load(layer, $"fusion.{i}.");
            visual = layer.forward(visual, motion, text);
            golden.Check($"cross_fusion_layer{i}", visual);
        }

        var concat = new Mlp(32, 64, 16);
        golden.Load(concat, "concat_fusion.");
        golden.Check("concat_fusion", concat.forward(cat([golden.Input("fusion_visual"), motion], -1)));
        var block = new VitBlock(16, 2, 4);
        golden.Load(block, "blocks.0.");
        golden.Check("vit_block0_of_decoder_on_sffm_tokens", block.forward(golden.Input("sffm_tokens")));
    }

    [Theory]
    [InlineData("raw", GateMode.Raw)]
    [InlineData("renorm", GateMode.Renormalized)]
    public void SparseFeatureFilter_GoldenWeights_GivesGoldenOutputBalanceAndCounts(string name, GateMode gate)
    {
        using var scope = NewDisposeScope();
        var golden = new GoldenNetwork();
        PredictorOptions options = GoldenNetwork.Options;
        options.Gate = gate;
        var filter = new SparseFeatureFilter(options);
        golden.Load(filter, "filters.0.");

        Filtered filtered = filter.forward(golden.Input("sffm_tokens"));

        golden.Check($"sffm_{name}_output", filtered.Output);
        golden.Check($"sffm_{name}_balance", filtered.Balance!);
        golden.Check($"sffm_{name}_counts", filtered.Counts!, 0);
    }
}
