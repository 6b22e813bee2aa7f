using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Golden;

/// <summary>Network parts and their gradients against numbers that were computed elsewhere in double.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Parts_OnFixedInputs_GiveTheGoldenNumbers()
    {
        GoldenData data = GoldenData.Load();
        ReferenceParts parts = new(data.Weights);
        data.Check("position_4x4x16", ReferenceParts.Positions());
        data.Check("vit_block0_of_decoder_on_sffm_tokens", parts.Block(data.Inputs["sffm_tokens"], "blocks.0"));

        Tensor visual = data.Inputs["fusion_visual"], motion = data.Inputs["fusion_motion"], text = data.Inputs["fusion_text"];
        Tensor first = parts.CrossFusion(visual, motion, text, "fusion.0");
        data.Check("cross_fusion_layer0", first);
        data.Check("cross_fusion_layer1", parts.CrossFusion(first, motion, text, "fusion.1"));
        data.Check("concat_fusion", parts.Mlp(cat([visual, motion], -1), "concat_fusion"));
    }

    [Theory]
    [InlineData("raw", false)]
    [InlineData("renorm", true)]
    public void Filters_OnFixedTokens_GiveTheGoldenNumbers(string gate, bool renormalise)
    {
        GoldenData data = GoldenData.Load();
        var (output, balance, counts) = new ReferenceParts(data.Weights).Filters(data.Inputs["sffm_tokens"], "filters.0", renormalise);
        data.Check($"sffm_{gate}_output", output);
        data.Check($"sffm_{gate}_balance", balance);
        data.Check($"sffm_{gate}_counts", counts, 0);
    }

    [Theory]
    [InlineData("_raw", false)]
    [InlineData("", true)]
    public void Network_OnFixedFrames_GivesTheGoldenNumbers(string suffix, bool renormalise)
    {
        GoldenData data = GoldenData.Load();
        ReferenceNetwork network = ReferenceNetwork.Run(data, renormalise);
        data.Check("predicted_frame" + suffix, network.Frame);
        data.Check("predicted_text" + suffix, network.Text);
        foreach ((string name, Tensor loss) in network.Losses) data.Check($"loss_{name}{suffix}", loss);
        for (int i = 0; i < 2; i++)
        {
            data.Check($"counts_layer{i}{suffix}", network.Counts[i], 0);
            data.Check($"balance_layer{i}{suffix}", network.Balances[i]);
        }
        data.Check("encoder_fused", network.Fused);
        data.Check("motion0_output", network.Motion);
        data.Check("appearance_frame3_output", network.Appearance);
    }

    [Theory]
    [InlineData("grad_raw", "grad_l2_norms_raw", false)]
    [InlineData("grad", "grad_l2_norms", true)]
    public void Gradients_OfTheTotalLoss_AreTheGoldenNumbers(string prefix, string map, bool renormalise)
    {
        GoldenData data = GoldenData.Load();
        Dictionary<string, double> norms = data.Norms(map);
        foreach (string name in norms.Keys) data.Weights[name].requires_grad_();

        Tensor total = ReferenceNetwork.Run(data, renormalise).Losses["total"];
        IList<Tensor> gradients = autograd.grad([total], [.. norms.Keys.Select(name => data.Weights[name])]);

        foreach (var (name, gradient) in norms.Keys.Zip(gradients))
        {
            double norm = Math.Sqrt(Numbers.Values(gradient).Sum(v => (double)v * v));
            Assert.True(Math.Abs(norm - norms[name]) <= 1e-5 * norms[name], $"{name}: norm {norm:R}, expected {norms[name]:R}");
        }
        foreach (string name in (string[])["filters.0.reduce", "appearance.embed.weight", "filters.1.router", "fusion.0.scale_attn"])
            data.Check($"{prefix}.{name}", gradients[norms.Keys.ToList().IndexOf(name)], 1e-5);
    }
}
