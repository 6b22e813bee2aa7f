using TorchSharp.Conformance.Golden;
using TorchSharp.Conformance.Support;
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
    public void GradMode_IsSetForItsScopeAlone()
    {
        Assert.True(is_grad_enabled());
        using (set_grad_enabled(false))
        {
            Assert.False(is_grad_enabled());
            using (enable_grad())
            {
                Assert.True(is_grad_enabled());
            }
        }
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
        }
        Assert.True(is_grad_enabled());
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Leaf_IsATensorThatNoOperationMade()
    {
        Tensor x = ones([2]).with_requires_grad(), y = x * 2;
        Assert.True(x.is_leaf);
        Assert.False(y.is_leaf);
        Assert.True(y.detach_().is_leaf);
        Assert.False(y.requires_grad);
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
    public void CopyInPlace_OfADifferentiableSource_HandsTheGradientToItAlone()
    {
        Tensor x = Numbers.Of([1, 2], 2).requires_grad_(), source = Numbers.Of([3, 4], 2).requires_grad_();
        Tensor y = (x * 3).copy_(source * 5);
        IList<Tensor> gradients = autograd.grad([y.sum()], [x, source]);
        Assert.Equal([0f, 0], Numbers.Values(gradients[0]));
        Assert.Equal([5f, 5], Numbers.Values(gradients[1]));
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
        using var network = nn.Sequential(new Modules.Block(16, 2), new Modules.Block(16, 2));
        Tensor input = Numbers.Drawn(1, 1, 3, 16).requires_grad_();
        var parameters = network.named_parameters().ToArray();
        Derivatives.CheckModule(Compose, () => network.call(input), [input, .. parameters.Select(p => p.parameter)]);

        Tensor Compose(Tensor[] x)
        {
            ReferenceParts parts = new(parameters.Zip(x[1..]).ToDictionary(p => p.First.name, p => p.Second, StringComparer.Ordinal));
            return parts.Block(parts.Block(x[0], "0"), "1");
        }
    }
}
