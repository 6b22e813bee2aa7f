using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Benchmarks;

/// <summary>Single operations through the public tensor API, forward only.</summary>
internal static class EngineTensors
{
    public static Action Product(long n)
    {
        (Tensor a, Tensor b) = (randn(n, n), randn(n, n));
        return Forward(() => a.matmul(b));
    }

    public static Action Linear(long rows, long from, long to)
    {
        (Tensor x, Tensor w, Tensor b) = (randn(rows, from), randn(to, from), randn(to));
        return Forward(() => functional.linear(x, w, b));
    }

    public static Action LayerNorm(long rows, long width)
    {
        (Tensor x, Tensor w, Tensor b) = (randn(rows, width), randn(width), randn(width));
        return Forward(() => functional.layer_norm(x, [width], w, b));
    }

    public static Action Softmax(params long[] shape)
    {
        Tensor x = randn(shape);
        return Forward(() => x.softmax(-1));
    }

    public static Action Attention(params long[] shape)
    {
        (Tensor q, Tensor k, Tensor v) = (randn(shape), randn(shape), randn(shape));
        return Forward(() => Attend(q, k, v));
    }

    /// <summary>softmax(q kᵀ / √d) v over [B, heads, T, d].</summary>
    public static Tensor Attend(Tensor q, Tensor k, Tensor v) =>
        (q.matmul(k.transpose(-1, -2)) * Math.Pow(q.shape[^1], -0.5)).softmax(-1).matmul(v);

    /// <summary>A parameter of normal numbers.</summary>
    public static Tensor Leaf(double scale, params long[] shape) => (randn(shape) * scale).detach().requires_grad_();

    /// <summary>Runs without a graph.</summary>
    public static Action Forward(Func<Tensor> compute) => () =>
    {
        using IDisposable untracked = no_grad();
        using IDisposable scope = NewDisposeScope();
        _ = compute();
    };

    /// <summary>Runs with the gradients of all leaves.</summary>
    public static Action ForwardBackward(Func<Tensor> compute, params Tensor[] leaves) => () =>
    {
        using IDisposable scope = NewDisposeScope();
        _ = autograd.grad([compute().sum()], leaves);
    };
}
