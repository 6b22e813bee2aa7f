using MlNetVad.Scoring;

namespace MlNetVad.Tests.Evaluation;

public sealed class TemporalFilterTests
{
    [Theory]
    [InlineData(1, new[] { 1.42704095, 2.06782203, 3, 3.93217797, 4.57295905 })]
    [InlineData(4, new[] { 2.91948343, 2.95023502, 3, 3.04976498, 3.08051657 })]
    public void Gaussian_RampWithMirroredEdges_EqualsScipyDocumentation(double sigma, double[] expected)
    {
        float[] smooth = new float[5];
        TemporalFilters.Gaussian([1, 2, 3, 4, 5], sigma, smooth);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(expected[i], smooth[i], 6);
        }
    }

    [Fact]
    public void Gaussian_Impulse_GivesKernelCutAtFourSigma()
    {
        float[] impulse = new float[11], smooth = new float[11];
        impulse[5] = 1;
        TemporalFilters.Gaussian(impulse, 1, smooth);
        double sum = 1 + (2 * (Math.Exp(-0.5) + Math.Exp(-2) + Math.Exp(-4.5) + Math.Exp(-8)));
        Assert.Equal(1 / sum, smooth[5], 7);
        Assert.Equal(Math.Exp(-8) / sum, smooth[1], 9);
        Assert.Equal(0, smooth[0]);
    }

    [Fact]
    public void Gaussian_NearestEdges_RepeatsTheEdgeFrame()
    {
        float[] padded = [1, 1, 1, 1, 1, 1, 2, 5, 5, 5, 5, 5, 5], inside = new float[3], reference = new float[13];
        TemporalFilters.Gaussian([1, 2, 5], 1, inside, FilterEdge.Nearest);
        TemporalFilters.Gaussian(padded, 1, reference);
        Assert.Equal(reference[5..8], inside);
    }

    [Fact]
    public void Gaussian_OneFrameOrConstant_StaysTheSame()
    {
        float[] one = new float[1], constant = new float[3];
        TemporalFilters.Gaussian([7], 5, one);
        TemporalFilters.Gaussian([2, 2, 2], 10, constant);
        Assert.Equal(7, one[0], 6);
        Assert.All(constant, value => Assert.Equal(2, value, 6));
    }

    [Fact]
    public void CausalMean_Window_AveragesWhatThereIs()
    {
        float[] smooth = new float[5];
        TemporalFilters.CausalMean([3, 6, 9, 0, 3], 3, smooth);
        Assert.Equal([3, 4.5f, 6, 5, 4], smooth);
    }

    [Fact]
    public void CausalFilters_FutureChanges_PastStays()
    {
        float[] a = [1, 5, 2, 8], b = [1, 5, 2, -100];
        float[] meanA = new float[4], meanB = new float[4], expA = new float[4], expB = new float[4];
        TemporalFilters.CausalMean(a, 2, meanA);
        TemporalFilters.CausalMean(b, 2, meanB);
        TemporalFilters.CausalExponential(a, 0.5, expA);
        TemporalFilters.CausalExponential(b, 0.5, expB);
        Assert.Equal(meanA[..3], meanB[..3]);
        Assert.Equal(expA[..3], expB[..3]);
        Assert.NotEqual(meanA[3], meanB[3]);
        Assert.NotEqual(expA[3], expB[3]);
    }

    [Fact]
    public void CausalExponential_HandCase_MovesByAlpha()
    {
        float[] smooth = [4, 8, 0];
        TemporalFilters.CausalExponential(smooth, 0.25, smooth);
        Assert.Equal([4, 5, 3.75f], smooth);
    }

    [Fact]
    public void Filters_BadArguments_Throw()
    {
        float[] two = new float[2];
        Assert.Throws<ArgumentOutOfRangeException>(() => TemporalFilters.CausalMean(two, 0, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TemporalFilters.CausalExponential(two, double.NaN, two));
        Assert.Throws<ArgumentOutOfRangeException>(() => TemporalFilters.Gaussian(two, 0, new float[2]));
        Assert.Throws<ArgumentException>(() => TemporalFilters.Gaussian(two, 1, new float[3]));
        Assert.Throws<ArgumentException>(() => TemporalFilters.Gaussian(two, 1, two));
    }
}
