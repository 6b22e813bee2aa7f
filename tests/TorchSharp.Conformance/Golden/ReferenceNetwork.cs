using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Conformance.Golden;

/// <summary>The whole reference network and its losses, in the documented order of operations.</summary>
internal sealed class ReferenceNetwork
{
    private ReferenceNetwork()
    {
    }

    public required Tensor Appearance { get; init; }

    public required Tensor Motion { get; init; }

    public required Tensor Fused { get; init; }

    public required Tensor Frame { get; init; }

    public required Tensor Text { get; init; }

    public required Tensor[] Counts { get; init; }

    public required Tensor[] Balances { get; init; }

    public Dictionary<string, Tensor> Losses { get; } = new(StringComparer.Ordinal);

    public static ReferenceNetwork Run(GoldenData data, bool renormalise)
    {
        ReferenceParts parts = new(data.Weights);
        Tensor frames = data.Inputs["frames"], text = data.Inputs["text"];
        long batch = frames.shape[0];
        var seen = Enumerable.Range(0, 4).Select(i => parts.Vit(frames.select(1, i), "appearance")).ToArray();
        Tensor[] moved = [.. Enumerable.Range(0, 3).Select(i => parts.Vit(frames.select(1, i + 1) - frames.select(1, i), $"motion.{i}").Tokens)];
        Tensor visual = parts.Linear(cat([.. seen.Select(v => parts.Linear(v.Tokens, "app_frame"))], -1), "app_join");
        Tensor motion = parts.Linear(cat(moved, -1), "motion_join");
        Tensor word = parts.Linear(text, "text_in").unsqueeze(1);
        Tensor fused = parts.CrossFusion(parts.CrossFusion(visual, motion, word, "fusion.0"), motion, word, "fusion.1");

        Tensor z = cat([word, fused.narrow(1, 0, 1), fused.narrow(1, 1, 16) + ReferenceParts.Positions()], 1);
        Tensor[] balances = new Tensor[2], counts = new Tensor[2];
        for (int i = 0; i < 2; i++) (z, balances[i], counts[i]) = parts.Filters(parts.Block(z, $"blocks.{i}"), $"filters.{i}", renormalise);
        z = parts.Norm(z, "norm");

        Tensor pixels = parts.Linear(cat([z.narrow(1, 2, 16), parts.Linear(seen[3].Embedded, "skip")], -1), "to_pixels");
        Tensor image = pixels.reshape(batch, 4, 4, 3, 4, 4).permute(0, 3, 1, 4, 2, 5).reshape(batch, 3, 16, 16);
        image = F.leaky_relu(F.conv2d(image, data.Weights["conv1.weight"], data.Weights["conv1.bias"], padding: [1, 1]), 0.01);
        ReferenceNetwork result = new()
        {
            Appearance = seen[3].Tokens,
            Motion = moved[0],
            Fused = fused,
            Frame = F.conv2d(image, data.Weights["conv2.weight"], data.Weights["conv2.bias"]),
            Text = parts.Mlp(z.select(1, 0), "text_head"),
            Balances = balances,
            Counts = counts,
        };
        result.Measure(data.Inputs["target"], frames.select(1, 3), text);
        return result;
    }

    private void Measure(Tensor target, Tensor last, Tensor text)
    {
        Losses["pred"] = F.mse_loss(Frame, target);
        Losses["motion"] = ((Frame - target).square() - (Frame - last).square()).relu().mean();
        Losses["semantic"] = (1 - F.cosine_similarity(text, Text, 1, 1e-8)).mean();
        Losses["balance"] = Balances[0] + Balances[1];
        Losses["total"] = Losses["pred"] + Losses["semantic"] + Losses["motion"] + (Losses["balance"] * 0.001);
    }
}
