using static TorchSharp.torch;

namespace MlNetVad.Torch.Attention;

/// <summary>
/// Scaled dot-product attention on projected tokens, <c>softmax(q kᵀ / √(d / heads)) v</c>; heads are contiguous slices of the
/// channels. Every implementation gives the same numbers and takes part in automatic differentiation.
/// </summary>
public interface IMultiHeadAttention
{
    /// <summary>Tokens among themselves.</summary>
    /// <param name="qkv">[B, N, 3 d]: queries, keys and values side by side.</param>
    /// <param name="heads">Divides d.</param>
    /// <returns>[B, N, d].</returns>
    Tensor Joint(Tensor qkv, int heads);

    /// <summary>Tokens over others.</summary>
    /// <param name="queries">[B, N, d].</param>
    /// <param name="keysValues">[B, M, 2 d]: keys and values side by side.</param>
    /// <param name="heads">Divides d.</param>
    /// <returns>[B, N, d].</returns>
    Tensor Cross(Tensor queries, Tensor keysValues, int heads);
}
