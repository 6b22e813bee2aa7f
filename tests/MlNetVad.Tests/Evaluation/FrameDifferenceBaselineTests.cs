using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

public sealed class FrameDifferenceBaselineTests
{
    [Theory]
    [InlineData(40, 30, 1, 7)]
    [InlineData(37, 29, 3, 24)]
    [InlineData(130, 9, 3, 24)]
    [InlineData(5, 4, 1, 24)]
    [InlineData(1, 6, 1, 5)]
    [InlineData(67, 33, 2, 1)]
    public void Next_RandomFrames_EqualsBruteForce(int width, int height, int channels, int box)
    {
        Random random = new(width);
        byte[] first = new byte[width * height * channels], second = new byte[first.Length];
        random.NextBytes(first);
        random.NextBytes(second);
        FrameDifferenceBaseline baseline = new(width, height, channels, box);

        Assert.Equal(float.NaN, baseline.Next(first).Mean);
        FrameDifferenceScores scores = baseline.Next(second);

        int before = box / 2;
        double largest = Enumerable.Range(-before, height).Max(y => Enumerable.Range(-before, width).Max(x => Sum(x, y, box, box)));
        Assert.Equal((float)(Sum(0, 0, width, height) / first.Length), scores.Mean);
        Assert.Equal((float)(largest / (box * box * channels)), scores.MaxBox);

        double Sum(int left, int top, int w, int h) => Enumerable.Range(top, h).Sum(y => Enumerable.Range(left, w).Sum(x => Difference(Fold(x, width), Fold(y, height))));

        double Difference(int x, int y) => Enumerable.Range(0, channels)
            .Sum(c => Math.Abs(first[(((y * width) + x) * channels) + c] - second[(((y * width) + x) * channels) + c]));

        static int Fold(int index, int length)
        {
            while (index < 0 || index >= length)
            {
                index = length == 1 ? 0 : index < 0 ? -index : (2 * (length - 1)) - index;
            }

            return index;
        }
    }

    [Fact]
    public void Next_LargestDifferenceEverywhere_DoesNotOverflow()
    {
        FrameDifferenceBaseline baseline = new(300, 280, 1, box: 256);
        byte[] white = new byte[300 * 280];
        white.AsSpan().Fill(255);
        baseline.Next(new byte[300 * 280]);
        Assert.Equal(new FrameDifferenceScores(255, 255), baseline.Next(white));
    }

    [Fact]
    public void Next_AfterReset_BeginsAnotherVideo()
    {
        FrameDifferenceBaseline baseline = new(2, 2, 1);
        baseline.Next([0, 0, 0, 0]);
        baseline.Reset();
        Assert.Equal(float.NaN, baseline.Next([9, 9, 9, 9]).MaxBox);
        Assert.Equal(4.5f, baseline.Next([0, 9, 0, 9]).Mean);
    }

    [Fact]
    public void Next_FrameOfAnotherSize_Throws() =>
        Assert.Contains("expected 2×2×1", Assert.Throws<VadException>(() => new FrameDifferenceBaseline(2, 2, 1).Next([1, 2])).Message, StringComparison.Ordinal);
}
