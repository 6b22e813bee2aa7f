using static TorchSharp.torch;

namespace MlNetVad.Torch.Attention;

/// <summary>
/// Scaled dot-product attention on projected tokens, <c>softmax(q kᵀ / √(d / heads)) v</c>; heads are contiguous slices of the
/// channels.
/// </summary>
internal static class MultiHeadAttention
{
    /// <summary>Tokens among themselves.</summary>
    /// <param name="qkv">[B, N, 3 d]: queries, keys and values side by side.</param>
    /// <param name="heads">Divides d.</param>
    /// <param name="causal">Whether a token sees none behind it.</param>
    /// <returns>[B, N, d].</returns>
    public static Tensor Joint(Tensor qkv, int heads, bool causal = false)
    {
        using var scope = NewDisposeScope();
        Tensor[] parts = qkv.chunk(3, -1);
        return Attend(parts[0], parts[1], parts[2], heads, causal).MoveToOuterDisposeScope();
    }

    /// <summary>Tokens over others.</summary>
    /// <param name="queries">[B, N, d].</param>
    /// <param name="keysValues">[B, M, 2 d]: keys and values side by side.</param>
    /// <param name="heads">Divides d.</param>
    /// <returns>[B, N, d].</returns>
    public static Tensor Cross(Tensor queries, Tensor keysValues, int heads)
    {
        using var scope = NewDisposeScope();
        Tensor[] parts = keysValues.chunk(2, -1);
        return Attend(queries, parts[0], parts[1], heads, causal: false).MoveToOuterDisposeScope();
    }

    private static Tensor Attend(Tensor q, Tensor k, Tensor v, int heads, bool causal) =>
        nn.functional.scaled_dot_product_attention(Split(q, heads), Split(k, heads), Split(v, heads), is_casual: causal).transpose(1, 2).reshape(q.shape);

    // [B, N, d] to [B, heads, N, d / heads]
    private static Tensor Split(Tensor x, int heads) => x.reshape(x.shape[0], x.shape[1], heads, x.shape[2] / heads).transpose(1, 2);
}
