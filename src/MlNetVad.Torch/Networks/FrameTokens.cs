using static TorchSharp.torch;

namespace MlNetVad.Torch.Networks;

/// <summary>All of the network that depends on one frame only; a stream computes it once a frame.</summary>
/// <param name="Tokens">[B, 1 + P, d]: the frame's appearance tokens, the class token first, projected to the network's width.</param>
/// <param name="Embedded">[B, P, d], or of the frozen encoder's width: the patch embeddings before positions, which feed the skip; null where the skip does not take this frame.</param>
public readonly record struct FrameTokens(Tensor Tokens, Tensor? Embedded);
