using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>What the network says about the next frame. The caller's dispose scope owns the tensors.</summary>
/// <param name="Frame">[B, C, H, W].</param>
/// <param name="Text">[B, S]: the sentence embedding expected next; null without a semantic branch.</param>
/// <param name="Balance">A scalar, summed over the layers: how unevenly the router uses the filters; null without a router.</param>
/// <param name="Counts">[B, N] for each layer with a router: how many tokens went to each filter.</param>
/// <param name="Fused">[B, 1 + P, d]: the fused tokens in front of the decoder, before positions.</param>
public sealed record Prediction(Tensor Frame, Tensor? Text, Tensor? Balance, IReadOnlyList<Tensor> Counts, Tensor Fused);
