using MlNetVad.Torch.Experts;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetVad.Benchmarks;

/// <summary>Router, layer norm, top K, K of N bottleneck filters and one shared one.</summary>
internal static class EngineExpertLayer
{
    public static Action Create(long tokens, long width, long hidden, long count, int active, bool backward)
    {
        long all = count + 1;
        (Tensor x, Tensor router) = (EngineTensors.Leaf(1, tokens, width), EngineTensors.Leaf(0.02, count, width));
        (Tensor norm, Tensor bias) = (EngineTensors.Leaf(1, width), EngineTensors.Leaf(1, width));
        var experts = new BottleneckExperts(
            EngineTensors.Leaf(Math.Pow(width, -0.5), all, hidden, width), EngineTensors.Leaf(1, all, hidden),
            EngineTensors.Leaf(Math.Pow(hidden, -0.5), all, hidden, width), EngineTensors.Leaf(1, all, width), Shared: 1);

        Tensor Layer()
        {
            (Tensor top, Tensor indices) = x.matmul(router.t()).softmax(-1).topk(active, -1);
            Tensor gates = top / top.sum(-1, keepdim: true) * 2.0;
            return GroupedExperts.Default.Forward(functional.layer_norm(x, [width], norm, bias), gates, indices, experts);
        }

        return backward
            ? EngineTensors.ForwardBackward(Layer, x, router, norm, bias, experts.Reduce, experts.ReduceBias, experts.Expand, experts.ExpandBias)
            : EngineTensors.Forward(Layer);
    }
}
