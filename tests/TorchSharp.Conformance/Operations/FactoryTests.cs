using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class FactoryTests
{
    [Fact]
    public void Sequences_StartAndStepAsAsked()
    {
        Assert.Equal([0L, 1, 2, 3], Numbers.Integers(arange(4)));
        Numbers.Near([1, 1.5, 2, 2.5], Numbers.Values(arange(1, 3, 0.5)));
        Numbers.Near([0, 0.25, 0.5, 0.75, 1], Numbers.Values(linspace(0, 1, 5)));
    }

    [Fact]
    public void Fillings_HaveTheirValueShapeAndType()
    {
        Numbers.Near([1.0, 0, 0, 1, 0, 0], Numbers.Values(eye(3, 2)));
        Numbers.Near([7.0, 7], Numbers.Values(full([2], 7, dtype: ScalarType.Float32)));
        Tensor like = ones([2, 3]);
        Assert.Equal([2, 3], zeros_like(like).shape);
        Assert.Equal([2L, 2, 2, 2, 2, 2], Numbers.Integers(full_like(like, 2, dtype: ScalarType.Int64)));
        Assert.Equal(ScalarType.Float32, zeros([1]).dtype);
        Assert.Equal([2, 3], empty_like(like).shape);
        Numbers.Near([0.0, 0], Numbers.Values(like.new_zeros([2])));
        Numbers.Near([4.0, 4], Numbers.Values(like.new_full([2], 4)));
        Assert.Equal([2, 3], rand_like(like).shape);
        Assert.Equal([2, 3], randn_like(like).shape);
        Numbers.Near([1.0, 2, 3, 4], Numbers.Values(from_array(new float[,] { { 1, 2 }, { 3, 4 } })));
    }

    [Fact]
    public void Arrays_ComeBackAsTheyWent()
    {
        Numbers.Near([1.0, 2, 3, 4], Numbers.Values(tensor(new float[,] { { 1, 2 }, { 3, 4 } })));
        Assert.Equal([2, 2], tensor(new float[,] { { 1, 2 }, { 3, 4 } }).shape);
        Assert.Equal([5L, 6], Numbers.Integers(tensor(new long[] { 5, 6 })));
        Assert.Equal(2.5f, tensor(2.5f).item<float>());
        Assert.Equal([1L, -1], Numbers.Integers(Numbers.Of([1.7f, -1.7f], 2).type(ScalarType.Int64)));
    }

    [Fact]
    public void RandomNumbers_LieWhereTheyShould_AndFollowTheSeed()
    {
        manual_seed(9);
        float[] uniform = Numbers.Values(rand([20_000])), normal = Numbers.Values(randn([20_000]));
        Assert.All(uniform, v => Assert.InRange(v, 0, 0.99999997f));
        Assert.InRange(uniform.Average(), 0.49, 0.51);
        Assert.InRange(normal.Average(), -0.04, 0.04);
        Assert.InRange(normal.Average(v => v * v), 0.95, 1.05);
        long[] integers = Numbers.Integers(randint(3, 7, new long[] { 5_000 }));
        Assert.Equal([3L, 4, 5, 6], integers.Distinct().Order());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Numbers.Integers(randperm(50)).Order());
        float[] coins = Numbers.Values(full([20_000], 0.25f).bernoulli());
        Assert.All(coins, v => Assert.True(v is 0 or 1));
        Assert.InRange(coins.Average(), 0.23, 0.27);
        Assert.InRange(Numbers.Values(zeros([20_000]).bernoulli_(0.75)).Average(), 0.73, 0.77);
        manual_seed(9);
        Assert.Equal(9, initial_seed());
        Assert.Equal(uniform, Numbers.Values(rand([20_000])));
    }

    [Fact]
    public void Generator_SetBackToAState_RepeatsItsNumbers()
    {
        using var generator = new Generator(3);
        using Tensor state = generator.get_state();
        float[] first = Numbers.Values(rand([10], generator: generator));
        Assert.NotEqual(first, Numbers.Values(rand([10], generator: generator)));
        generator.set_state(state);
        Assert.Equal(first, Numbers.Values(rand([10], generator: generator)));
    }

    [Fact]
    public void Comparison_OfWholeTensors_HasATolerance()
    {
        Tensor x = Numbers.Of([1, 2], 2);
        Assert.True(x.allclose(x + 1e-6));
        Assert.False(x.allclose(x + 0.1));
    }
}
