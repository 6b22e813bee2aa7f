using MlNetVad.Torch.Networks;
using static TorchSharp.torch;

namespace MlNetVad.Torch.Tests.Networks;

public sealed class PredictorLossesTests
{
    [Fact]
    public void Semantic_RowWithoutCaption_CountsForNothing()
    {
        using var scope = NewDisposeScope();
        Tensor text = tensor([1f, 0, 0, 0, 0, 0], [2, 3]), expected = tensor([0.6f, 0.8f, 0, 1, 2, 3], [2, 3]).requires_grad_();

        var losses = PredictorLosses.Of(Predicted(expected), zeros([2, 1, 2, 2]), zeros([2, 1, 2, 2]), text, new LossWeights());
        Tensor gradient = autograd.grad([losses.Semantic], [expected])[0];

        Assert.Equal(0.4, losses.Semantic.item<float>(), 6);
        Assert.True(gradient.select(0, 0).ne(0).any().item<bool>());
        Assert.All(GoldenNetwork.Values(gradient.select(0, 1)), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Semantic_NoCaptionAtAll_IsZero()
    {
        using var scope = NewDisposeScope();
        var losses = PredictorLosses.Of(Predicted(ones([2, 3])), zeros([2, 1, 2, 2]), zeros([2, 1, 2, 2]), zeros([2, 3]), new LossWeights());
        Assert.Equal(0, losses.Semantic.item<float>());
        Assert.Equal(0, losses.Total.item<float>());
    }

    [Fact]
    public void Total_Weights_ScaleTheirLosses()
    {
        using var scope = NewDisposeScope();
        Prediction made = new(full([1, 1, 2, 2], 3f), null, tensor(5f), [], zeros([1]));
        var losses = PredictorLosses.Of(made, full([1, 1, 2, 2], 1f), full([1, 1, 2, 2], 2f), null, new LossWeights(Prediction: 10, Motion: 100, Balance: 1000));
        Assert.Equal(4, losses.Prediction.item<float>());
        Assert.Equal(3, losses.Motion.item<float>());
        Assert.Equal(5340, losses.Total.item<float>());
    }

    [Fact]
    public void Balance_EvenRouter_IsItsLeastValue()
    {
        using var scope = NewDisposeScope();
        const int Filters = 6, Tokens = 12, Active = 2;
        Tensor even = full([1, Tokens, Filters], 1f / Filters), evenCounts = full([1, Filters], (float)(Tokens * Active) / Filters);
        Assert.Equal(1, SparseFeatureFilter.Unevenness(even, evenCounts, Active).item<float>(), 6);

        manual_seed(3);
        for (int i = 0; i < 20; i++)
        {
            Tensor shares = (randn([1, Tokens, Filters]) + (randn([1, 1, Filters]) * 2)).softmax(-1);
            Tensor counts = zeros_like(shares).scatter(-1, shares.topk(Active, -1).indexes, ones([1, Tokens, Active])).sum([1]);
            Assert.True(SparseFeatureFilter.Unevenness(shares, counts, Active).item<float>() > 1);
        }
    }

    [Fact]
    public void LossWeights_Default_AreThePapers()
    {
        var weights = new LossWeights();
        Assert.Equal((1f, 1f, 1f, 0.001f), (weights.Prediction, weights.Semantic, weights.Motion, weights.Balance));
    }

    private static Prediction Predicted(Tensor text) => new(zeros([2, 1, 2, 2]), text, null, [], zeros([1]));
}
