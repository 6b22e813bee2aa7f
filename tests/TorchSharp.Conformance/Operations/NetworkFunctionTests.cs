using TorchSharp.Conformance.Support;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Conformance.Operations;

public sealed class NetworkFunctionTests
{
    [Fact]
    public void LayerNorm_OverTheLastAxis_HasTheStatisticsOfItsWeights()
    {
        float[] x = Numbers.Draw(1, 6 * 33, -3, 5), w = Numbers.Draw(2, 33), b = Numbers.Draw(3, 33);
        double[] expected = new double[x.Length];
        for (int r = 0; r < 6; r++)
        {
            double[] row = x.Skip(r * 33).Take(33).Select(v => (double)v).ToArray();
            double mean = row.Average(), variance = row.Average(v => (v - mean) * (v - mean));
            for (int c = 0; c < 33; c++) expected[(r * 33) + c] = ((row[c] - mean) / Math.Sqrt(variance + 1e-5) * w[c]) + b[c];
        }
        Numbers.Near(expected, Numbers.Values(F.layer_norm(Numbers.Of(x, 2, 3, 33), [33], Numbers.Of(w, 33), Numbers.Of(b, 33))), 2e-6);
    }

    [Fact]
    public void LayerNorm_Gradients_AreTheDerivatives()
    {
        Derivatives.CheckAll(
            x => F.layer_norm(x[0], [5], x[1], x[2]), Numbers.Of(Numbers.Draw(1, 15, -3, 3), 3, 5), Numbers.Drawn(2, 5), Numbers.Drawn(3, 5));
        Derivatives.Check(x => F.layer_norm(x, [2, 3]), Numbers.Of(Numbers.Draw(4, 12, -3, 3), 2, 2, 3));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(4, 4, 0)]
    public void Conv2d_OfSomeKernels_EqualsTheSumOfProducts(int kernel, int stride, int padding)
    {
        const int Images = 2, In = 3, Out = 4, Side = 8;
        float[] x = Numbers.Draw(1, Images * In * Side * Side), w = Numbers.Draw(2, Out * In * kernel * kernel), b = Numbers.Draw(3, Out);
        int side = ((Side + (2 * padding) - kernel) / stride) + 1;
        double[] expected = new double[Images * Out * side * side];
        for (int i = 0; i < expected.Length; i++)
        {
            int column = i % side, row = i / side % side, o = i / side / side % Out, image = i / side / side / Out;
            expected[i] = b[o] + Window(image, o, (row * stride) - padding, (column * stride) - padding);
        }

        Tensor result = F.conv2d(
            Numbers.Of(x, Images, In, Side, Side), Numbers.Of(w, Out, In, kernel, kernel), Numbers.Of(b, Out), strides: [stride, stride], padding: [padding, padding]);

        Assert.Equal([Images, Out, side, side], result.shape);
        Numbers.Near(expected, Numbers.Values(result), 1e-5);

        double Window(int image, int o, int top, int left)
        {
            double sum = 0;
            for (int k = 0; k < In * kernel * kernel; k++)
            {
                int dx = k % kernel, dy = k / kernel % kernel, c = k / kernel / kernel, r = top + dy, s = left + dx;
                if (r is >= 0 and < Side && s is >= 0 and < Side) sum += (double)x[((((image * In) + c) * Side) + r) * Side + s] * w[(o * In * kernel * kernel) + k];
            }
            return sum;
        }
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(2, 2, 0)]
    public void Conv2d_Gradients_AreTheDerivatives(int kernel, int stride, int padding) => Derivatives.CheckAll(
        x => F.conv2d(x[0], x[1], x[2], strides: [stride, stride], padding: [padding, padding]),
        Numbers.Drawn(1, 2, 2, 4, 4), Numbers.Drawn(2, 3, 2, kernel, kernel), Numbers.Drawn(3, 3));

    [Fact]
    public void CosineSimilarity_EqualsItsDefinition()
    {
        Tensor a = Numbers.Drawn(1, 3, 6), b = Numbers.Drawn(2, 3, 6);
        Numbers.Near(Numbers.Values((a * b).sum(1) / (a.norm(1) * b.norm(1))), Numbers.Values(F.cosine_similarity(a, b, 1, 1e-8)), 1e-6);
        Derivatives.Check((x, y) => F.cosine_similarity(x, y, 1, 1e-8), a, b);
    }

    [Fact]
    public void Losses_EqualTheirDefinitions()
    {
        Tensor a = Numbers.Of([1, 2, 3, 4], 4), b = Numbers.Of([1.5f, 0, 3, 8], 4);
        Numbers.Near([(0.25 + 4 + 0 + 16) / 4], Numbers.Values(F.mse_loss(a, b).reshape(1)));
        Numbers.Near([20.25], Numbers.Values(F.mse_loss(a, b, nn.Reduction.Sum).reshape(1)));
        Numbers.Near([0.5, 2, 0, 4], Numbers.Values(F.l1_loss(a, b, nn.Reduction.None)));
        Derivatives.Check((x, y) => F.mse_loss(x, y), Numbers.Drawn(1, 3, 2), Numbers.Drawn(2, 3, 2));
        Derivatives.Check((x, y) => F.l1_loss(x, y), Numbers.Drawn(1, 3, 2) + 3, Numbers.Drawn(2, 3, 2));
    }

    [Fact]
    public void CrossEntropy_OfClasses_IsTheNegativeLogLikelihood()
    {
        Tensor logits = Numbers.Drawn(1, 4, 3), classes = tensor(new long[] { 0, 2, 1, 2 });
        double[] rows = Numbers.Values(logits.log_softmax(1).gather(1, classes.unsqueeze(1))).Select(v => -(double)v).ToArray();
        Numbers.Near([rows.Average()], Numbers.Values(F.cross_entropy(logits, classes).reshape(1)), 1e-6);
        Numbers.Near(rows, Numbers.Values(F.cross_entropy(logits, classes, reduction: nn.Reduction.None)), 1e-6);
        Derivatives.Check(x => F.cross_entropy(x, classes), logits);
    }

    [Fact]
    public void OtherLosses_EqualTheirDefinitions()
    {
        float[] p = [0.2f, 0.7f, 0.9f], logits = [-1, 0.5f, 2], y = [0, 1, 1];
        double expected = p.Zip(y, (a, b) => -((b * Math.Log(a)) + ((1 - b) * Math.Log(1 - a)))).Average();
        Numbers.Near([expected], Numbers.Values(F.binary_cross_entropy(Numbers.Of(p, 3), Numbers.Of(y, 3)).reshape(1)), 1e-6);
        Numbers.Near(
            F.binary_cross_entropy(Numbers.Of(logits, 3).sigmoid(), Numbers.Of(y, 3)), F.binary_cross_entropy_with_logits(Numbers.Of(logits, 3), Numbers.Of(y, 3)), 1e-6);
        Derivatives.Check(x => F.binary_cross_entropy_with_logits(x, Numbers.Of(y, 3).type(x.dtype)), Numbers.Of(logits, 3));
        Numbers.Near([0.5 * 0.25, 2.5], Numbers.Values(F.smooth_l1_loss(Numbers.Of([1, 5], 2), Numbers.Of([1.5f, 2], 2), nn.Reduction.None)), 1e-6);
        Derivatives.Check((x, t) => F.smooth_l1_loss(x, t), Numbers.Of([1, 5, 2], 3), Numbers.Of([1.5f, 2, 1.8f], 3));
        Derivatives.Check(x => F.binary_cross_entropy(x, Numbers.Of(y, 3).type(x.dtype)), Numbers.Of(p, 3));
        Tensor classes = tensor(new long[] { 1, 0 }), scores = Numbers.Drawn(1, 2, 3);
        Numbers.Near(F.cross_entropy(scores, classes), F.nll_loss(scores.log_softmax(1), classes), 1e-6);
        Derivatives.Check(x => F.nll_loss(x, classes), scores);
    }

    [Fact]
    public void CrossEntropy_WithOptions_WeighsIgnoresAndSmooths()
    {
        Tensor logits = Numbers.Drawn(1, 3, 4), classes = tensor(new long[] { 3, 1, 0 }), weights = Numbers.Of([1, 2, 3, 4], 4);
        double[] log = [.. Numbers.Values(logits.log_softmax(1)).Select(v => (double)v)];
        Numbers.Near([-((4 * log[3]) + (2 * log[5]) + log[8]) / 7], Numbers.Values(F.cross_entropy(logits, classes, weights).reshape(1)), 1e-6);
        Numbers.Near([-(log[3] + log[8]) / 2], Numbers.Values(F.cross_entropy(logits, classes, ignore_index: 1).reshape(1)), 1e-6);
        double plain = -(log[3] + log[5] + log[8]) / 3;
        Numbers.Near([(0.8 * plain) - (0.2 * log.Average())], Numbers.Values(F.cross_entropy(logits, classes, label_smoothing: 0.2).reshape(1)), 1e-6);
        Derivatives.Check(x => F.cross_entropy(x, classes, weights.type(x.dtype)), logits);
        Derivatives.Check(x => F.cross_entropy(x, classes, ignore_index: 1, label_smoothing: 0.2), logits);
    }

    [Fact]
    public void Pad_SurroundsWithAConstant()
    {
        Numbers.Near([9.0, 1, 2, 9, 9, 3, 4, 9], Numbers.Values(F.pad(Numbers.Of([1, 2, 3, 4], 2, 2), [1, 1], value: 9)));
        Derivatives.Check(x => F.pad(x, [1, 0, 0, 2]), Numbers.Drawn(1, 2, 2));
    }
}
