using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Autograd;

public sealed class AutogradTests
{
    [Fact]
    public void Grad_OfATensorUsedTwice_AddsBothPaths()
    {
        Tensor x = Numbers.Of([2, 3], 2).requires_grad_();
        Tensor y = (x * x) + x.exp() + x;
        Numbers.Near([4 + Math.Exp(2) + 1, 6 + Math.Exp(3) + 1], Numbers.Values(autograd.grad([y.sum()], [x])[0]), 1e-6);
    }

    [Fact]
    public void NoGradAndDetach_EndTheGraph()
    {
        Tensor x = ones([2]).requires_grad_();
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
        }
        using (inference_mode())
        {
            Assert.False((x * 2).requires_grad);
        }
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
        Numbers.Near([2.0, 2], Numbers.Values(autograd.grad([((x * 2) + (x * 3).detach()).sum()], [x])[0]));
    }

    [Fact]
    public void DerivativeCheck_OfAGradientThatLacksAPath_Fails() =>
        Assert.ThrowsAny<Exception>(() => Derivatives.Check(x => x * x.detach(), Numbers.Drawn(1, 3)));

    [Fact]
    public void IntegerTensors_CannotRequireGradients() => Assert.ThrowsAny<Exception>(() => zeros([2], ScalarType.Int64).requires_grad_());

    [Fact]
    public void Backward_OfSeveralElements_NeedsAGradient() => Assert.ThrowsAny<Exception>(() => (ones([2]).requires_grad_() * 2).backward());

    [Fact]
    public void Backward_Twice_IsRefused_UnlessTheGraphIsRetained()
    {
        Tensor x = Numbers.Of([2, 3], 2).requires_grad_();
        Tensor loss = (x * x).sum();
        autograd.grad([loss], [x], retain_graph: true);
        Numbers.Near([4.0, 6], Numbers.Values(autograd.grad([loss], [x])[0]));
        Assert.ThrowsAny<Exception>(() => autograd.grad([loss], [x]));
    }

    [Fact]
    public void InPlace_OnALeafThatRequiresGrad_IsRefused()
    {
        Tensor x = ones([2]).requires_grad_();
        Assert.ThrowsAny<Exception>(() => x.add_(1));
        using (no_grad())
        {
            x.add_(1);
        }
        Numbers.Near([2.0, 2], Numbers.Values(x));
    }

    [Fact]
    public void InPlace_OnAValueThatBackwardNeeds_IsRefusedByBackward()
    {
        Tensor x = Numbers.Of([1, 2], 2).requires_grad_();
        Tensor y = x.exp();
        Tensor loss = (y * y).sum();
        y.add_(1);
        Exception error = Assert.ThrowsAny<Exception>(loss.backward);
        Assert.Contains("in-place", error.Message.Replace("inplace", "in-place", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void InPlace_OnAnIntermediateValue_IsPartOfTheGraph()
    {
        Tensor x = Numbers.Of([1, 2], 2).requires_grad_();
        Tensor y = x * 3;
        y.mul_(2);
        Numbers.Near([6.0, 6], Numbers.Values(autograd.grad([y.sum()], [x])[0]));
    }

    [Fact]
    public void Intermediates_Disposed_DoNotDisturbBackward()
    {
        Tensor x = Numbers.Of([1, 2], 2).requires_grad_();
        Tensor loss;
        using (var scope = NewDisposeScope())
        {
            loss = (x.exp() * x).sum().MoveToOuterDisposeScope();
        }
        Numbers.Near([2 * Math.E, 3 * Math.Exp(2)], Numbers.Values(autograd.grad([loss], [x])[0]), 1e-6);
    }

    [Fact]
    public void TransformerBlocks_TwoLayers_HaveTheDerivativesByInputAndWeights()
    {
        manual_seed(2);
        using var network = nn.Sequential(new Modules.Block(8, 2), new Modules.Block(8, 2));
        Tensor x = Numbers.Drawn(1, 1, 3, 8);
        Derivatives.Check(network.call, x, 3e-4);
        foreach (string name in (string[])["0.qkv.weight", "0.norm2.weight", "1.mlp.down.bias"])
        {
            Parameter parameter = network.get_parameter(name);
            Tensor start = parameter.detach().clone();
            Tensor analytic = autograd.grad([network.call(x).pow(2).sum()], [parameter])[0];
            int last = (int)parameter.numel() - 1;
            foreach (int at in (int[])[0, last / 2, last])
            {
                double slope = ((4 * Slope(0.04f)) - Slope(0.08f)) / 3;
                Numbers.Near([slope], [Numbers.Values(analytic)[at]], 1e-3);

                double Slope(float step) => (Loss(step) - Loss(-step)) / (2.0 * step);

                double Loss(float step)
                {
                    float[] moved = Numbers.Values(start);
                    moved[at] += step;
                    using var off = no_grad();
                    parameter.copy_(Numbers.Of(moved, start.shape));
                    double loss = Numbers.Values(network.call(x)).Sum(v => (double)v * v);
                    parameter.copy_(start);
                    return loss;
                }
            }
        }
    }
}
