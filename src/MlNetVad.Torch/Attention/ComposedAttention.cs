using static TorchSharp.torch;

namespace MlNetVad.Torch.Attention;

/// <summary>Attention from plain tensor operations.</summary>
internal sealed class ComposedAttention : IMultiHeadAttention
{
    public Tensor Joint(Tensor qkv, int heads)
    {
        using var scope = NewDisposeScope();
        Tensor[] parts = qkv.chunk(3, -1);
        return Attend(parts[0], parts[1], parts[2], heads).MoveToOuterDisposeScope();
    }

    public Tensor Cross(Tensor queries, Tensor keysValues, int heads)
    {
        using var scope = NewDisposeScope();
        Tensor[] parts = keysValues.chunk(2, -1);
        return Attend(queries, parts[0], parts[1], heads).MoveToOuterDisposeScope();
    }

    private static Tensor Attend(Tensor q, Tensor k, Tensor v, int heads)
    {
        double scale = Math.Pow(q.shape[2] / heads, -0.5);
        Tensor weights = matmul(Split(q, heads) * scale, Split(k, heads).transpose(-2, -1)).softmax(-1); // [B, heads, N, M]
        return matmul(weights, Split(v, heads)).transpose(1, 2).reshape(q.shape);
    }

    // [B, N, d] to [B, heads, N, d / heads]
    private static Tensor Split(Tensor x, int heads) => x.reshape(x.shape[0], x.shape[1], heads, x.shape[2] / heads).transpose(1, 2);
}
