using MlNetVad.Torch.Attention;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

/// <summary>Attention and its gradients are those of the formula written out.</summary>
public sealed class MultiHeadAttentionTests
{
    [Theory]
    [InlineData(1, 1, 1, 4)]
    [InlineData(2, 17, 2, 12)]
    [InlineData(3, 130, 4, 64)]
    public void Joint_AnyShape_EqualsTheFormula(int batch, int tokens, int heads, int width) =>
        Compare([[batch, tokens, 3 * width]], inputs => MultiHeadAttention.Joint(inputs[0], heads), inputs =>
        {
            Tensor[] parts = inputs[0].chunk(3, -1);
            return Formula(parts[0], parts[1], parts[2], heads);
        });

    [Theory]
    [InlineData(1, 1, 1, 1, 4)]
    [InlineData(2, 17, 1, 2, 12)]
    [InlineData(2, 9, 140, 4, 32)]
    public void Cross_AnyShape_EqualsTheFormula(int batch, int queries, int keys, int heads, int width) =>
        Compare([[batch, queries, width], [batch, keys, 2 * width]], inputs => MultiHeadAttention.Cross(inputs[0], inputs[1], heads), inputs =>
        {
            Tensor[] parts = inputs[1].chunk(2, -1);
            return Formula(inputs[0], parts[0], parts[1], heads);
        });

    [Fact]
    public void Joint_StridedInput_EqualsPacked()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor wide = randn([2, 5, 2, 24]), strided = wide.select(2, 1);
        Assert.Equal(
            GoldenNetwork.Values(MultiHeadAttention.Joint(strided.contiguous(), 2)),
            GoldenNetwork.Values(MultiHeadAttention.Joint(strided, 2)));
    }

    [Fact]
    public void Joint_WidthThatHeadsDoNotDivide_Throws() =>
        Assert.ThrowsAny<Exception>(() => MultiHeadAttention.Joint(zeros([1, 2, 9]), 2));

    private static Tensor Formula(Tensor q, Tensor k, Tensor v, int heads)
    {
        long width = q.shape[2] / heads;
        Tensor[] each = [.. Enumerable.Range(0, heads).Select(h =>
        {
            Tensor Head(Tensor x) => x.narrow(2, h * width, width);
            return (Head(q) * Math.Pow(width, -0.5)).bmm(Head(k).transpose(1, 2)).softmax(-1).bmm(Head(v));
        })];
        return cat(each, -1);
    }

    private static void Compare(long[][] shapes, Func<Tensor[], Tensor> attend, Func<Tensor[], Tensor> formula)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor[] values = [.. shapes.Select(shape => randn(shape))];
        Tensor? direction = null;
        float[][] Run(Func<Tensor[], Tensor> form)
        {
            Tensor[] leaves = [.. values.Select(v => v.clone().requires_grad_())];
            Tensor y = form(leaves);
            direction ??= randn(y.shape);
            return [GoldenNetwork.Values(y), .. autograd.grad([(y * direction).sum()], leaves).Select(GoldenNetwork.Values)];
        }

        float[][] expected = Run(formula), actual = Run(attend);
        for (int i = 0; i < expected.Length; i++)
        {
            float tolerance = 1e-5f * Math.Max(1, expected[i].Max(Math.Abs));
            Assert.All(expected[i].Zip(actual[i]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
