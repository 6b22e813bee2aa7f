using TorchSharp.Conformance.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Modules;

public sealed class LayerTests
{
    [Fact]
    public void Linear_EqualsTheSumOfProducts()
    {
        using Linear layer = nn.Linear(3, 2);
        float[] w = Numbers.Values(layer.weight), b = Numbers.Values(layer.bias), x = Numbers.Draw(1, 12);
        double[] expected = Enumerable.Range(0, 8).Select(i => b[i % 2] + Enumerable.Range(0, 3).Sum(k => (double)x[(i / 2 * 3) + k] * w[(i % 2 * 3) + k])).ToArray();
        Numbers.Near(expected, Numbers.Values(layer.call(Numbers.Of(x, 2, 2, 3))), 1e-6);
        Tensor input = Numbers.Of(x, 2, 2, 3).requires_grad_();
        Derivatives.CheckModule(t => nn.functional.linear(t[0], t[1], t[2]), () => layer.call(input), [input, layer.weight, layer.bias]);
    }

    [Fact]
    public void Embedding_PicksRows_AndThePaddingRowLearnsNothing()
    {
        using Embedding layer = nn.Embedding(5, 3, padding_idx: 1);
        Tensor index = tensor(new long[] { 4, 1, 4, 0 }, [2, 2]);
        Tensor rows = layer.call(index);

        Assert.Equal([2, 2, 3], rows.shape);
        float[] table = Numbers.Values(layer.weight);
        Assert.Equal([.. table[12..15], 0f, 0, 0, .. table[12..15], .. table[0..3]], Numbers.Values(rows));
        float[] gradient = Numbers.Values(autograd.grad([rows.sum()], [layer.weight])[0]);
        Assert.Equal([1f, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2], gradient);
    }

    [Fact]
    public void EmbeddingFromPretrained_IsFrozenUnlessAskedOtherwise()
    {
        Assert.False(nn.Embedding_from_pretrained(ones([2, 2])).weight.requires_grad);
        Assert.True(nn.Embedding_from_pretrained(ones([2, 2]), freeze: false).weight.requires_grad);
    }

    [Fact]
    public void Activations_EqualTheirFunctions()
    {
        Tensor x = Numbers.Of(Numbers.Draw(1, 24, -3, 3), 4, 6);
        Numbers.Near(x.relu(), nn.ReLU().call(x), 0);
        Numbers.Near(nn.functional.gelu(x), nn.GELU().call(x), 0);
        Numbers.Near(x.silu(), nn.SiLU().call(x), 0);
        Numbers.Near(x.tanh(), nn.Tanh().call(x), 0);
        Numbers.Near(x.sigmoid(), nn.Sigmoid().call(x), 0);
        Numbers.Near(x.softmax(1), nn.Softmax(1).call(x), 0);
        Numbers.Near(x.log_softmax(0), nn.LogSoftmax(0).call(x), 0);
        Numbers.Near(nn.functional.leaky_relu(x, 0.2), nn.LeakyReLU(0.2).call(x), 0);
        Numbers.Near(x, nn.Identity().call(x), 0);
        Numbers.Near(nn.functional.cosine_similarity(x, x.exp(), 1, 1e-8), nn.CosineSimilarity(1).call(x, x.exp()), 0);
    }

    [Fact]
    public void LossModules_EqualTheirFunctions()
    {
        Tensor a = Numbers.Drawn(1, 4, 3), b = Numbers.Drawn(2, 4, 3), classes = tensor(new long[] { 0, 1, 2, 1 });
        Numbers.Near(nn.functional.mse_loss(a, b), nn.MSELoss().call(a, b), 0);
        Numbers.Near(nn.functional.l1_loss(a, b, nn.Reduction.Sum), nn.L1Loss(nn.Reduction.Sum).call(a, b), 0);
        Numbers.Near(nn.functional.cross_entropy(a, classes), nn.CrossEntropyLoss().call(a, classes), 0);
    }

    [Fact]
    public void Dropout_InTraining_ZeroesAShareAndScalesTheRest()
    {
        manual_seed(5);
        using Dropout layer = nn.Dropout(0.25);
        Tensor x = ones([100_000]).requires_grad_();
        Tensor y = layer.call(x);
        float[] values = Numbers.Values(y);
        Assert.All(values, v => Assert.True(v is 0 || Math.Abs(v - (1 / 0.75f)) < 1e-6));
        Assert.InRange(values.Count(v => v == 0), 24_000, 26_000);   // 25 000 ± 7 deviations of 137
        Assert.Equal(values, Numbers.Values(autograd.grad([y.sum()], [x])[0]));

        Tensor written = ones([1_000]);
        nn.functional.dropout(written, 0.5, inplace: true);
        Assert.Equal([0f, 2], Numbers.Values(written).Distinct().Order());

        layer.eval();
        Assert.All(Numbers.Values(layer.call(x)), v => Assert.Equal(1, v));
    }
}
