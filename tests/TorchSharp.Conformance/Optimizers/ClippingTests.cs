using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Optimizers;

public sealed class ClippingTests
{
    // the gradients are (3, 4) and (12): norm 13; a step of rate 1 shows them
    [Theory]
    [InlineData(6.5, 2, 13, 0.5)]
    [InlineData(100, 2, 13, 1)]
    [InlineData(3, double.PositiveInfinity, 12, 0.25)]
    [InlineData(1.9, 1, 19, 0.1)]
    public void ClipGradNorm_OfTwoParameters_ScalesThemTogether(double limit, double kind, double norm, double factor)
    {
        using Parameter a = nn.Parameter(zeros([2])), b = nn.Parameter(zeros([1]));
        using var optimizer = optim.SGD([a, b], 1);
        ((a * Numbers.Of([3, 4], 2)).sum() + (b * 12).sum()).backward();

        double before = nn.utils.clip_grad_norm_([a, b], limit, kind);
        optimizer.step();

        Assert.Equal(norm, before, 1e-4);
        Numbers.Near([-3 * factor, -4 * factor], Numbers.Values(a), 1e-5);
        Numbers.Near([-12 * factor], Numbers.Values(b), 1e-5);
    }

    [Fact]
    public void ClipGradValue_CutsEachElement()
    {
        using Parameter a = nn.Parameter(zeros([3]));
        using var optimizer = optim.SGD([a], 1);
        (a * Numbers.Of([3, -4, 0.5f], 3)).sum().backward();
        nn.utils.clip_grad_value_([a], 1);
        optimizer.step();
        Numbers.Near([-1, 1, -0.5], Numbers.Values(a));
    }
}
