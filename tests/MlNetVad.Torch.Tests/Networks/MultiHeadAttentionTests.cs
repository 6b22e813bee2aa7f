using MlNetVad.Torch.Attention;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

/// <summary>The engine's attention and the composed one are one function.</summary>
public sealed class MultiHeadAttentionTests
{
    [Theory]
    [InlineData(1, 1, 1, 4)]
    [InlineData(2, 17, 2, 12)]
    [InlineData(3, 130, 4, 64)]
    public void Joint_BothForms_Agree(int batch, int tokens, int heads, int width) =>
        Compare([[batch, tokens, 3 * width]], (form, inputs) => form.Joint(inputs[0], heads));

    [Theory]
    [InlineData(1, 1, 1, 1, 4)]
    [InlineData(2, 17, 1, 2, 12)]
    [InlineData(2, 9, 140, 4, 32)]
    public void Cross_BothForms_Agree(int batch, int queries, int keys, int heads, int width) =>
        Compare([[batch, queries, width], [batch, keys, 2 * width]], (form, inputs) => form.Cross(inputs[0], inputs[1], heads));

    [Fact]
    public void Joint_StridedInput_EqualsPacked()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor wide = randn([2, 5, 2, 24]), strided = wide.select(2, 1);
        Assert.Equal(
            GoldenNetwork.Values(MultiHeadAttention.Default.Joint(strided.contiguous(), 2)),
            GoldenNetwork.Values(MultiHeadAttention.Default.Joint(strided, 2)));
    }

    [Fact]
    public void Joint_WidthThatHeadsDoNotDivide_Throws() =>
        Assert.ThrowsAny<Exception>(() => MultiHeadAttention.Default.Joint(zeros([1, 2, 9]), 2));

    private static void Compare(long[][] shapes, Func<IMultiHeadAttention, Tensor[], Tensor> attend)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        Tensor[] values = [.. shapes.Select(shape => randn(shape))];
        Tensor? direction = null;
        float[][] Run(IMultiHeadAttention form)
        {
            Tensor[] leaves = [.. values.Select(v => v.clone().requires_grad_())];
            Tensor y = attend(form, leaves);
            direction ??= randn(y.shape);
            return [GoldenNetwork.Values(y), .. autograd.grad([(y * direction).sum()], leaves).Select(GoldenNetwork.Values)];
        }

        float[][] expected = Run(MultiHeadAttention.Composed), actual = Run(MultiHeadAttention.Default);
        for (int i = 0; i < expected.Length; i++)
        {
            float tolerance = 1e-5f * Math.Max(1, expected[i].Max(Math.Abs));
            Assert.All(expected[i].Zip(actual[i]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }
}
