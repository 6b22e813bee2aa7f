using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Tests.Evaluation;

public sealed class PixelAucTests
{
    private const int Width = 9, Height = 7;

    [Fact]
    public void Value_RandomBoxesAndMasks_EqualsBruteForceOverPixels()
    {
        Random random = new(4);
        PixelAuc pixels = new();
        List<float> scores = [], labels = [];
        for (int frame = 0; frame < 12; frame++)
        {
            ScoredBox[] boxes = [.. Enumerable.Range(0, random.Next(5)).Select(_ =>
                new ScoredBox(random.Next(-3, 9), random.Next(-3, 7), random.Next(1, 6), random.Next(1, 6), random.Next(4)))];
            byte[] mask = frame % 3 == 0 ? [] : [.. Enumerable.Range(0, Width * Height).Select(_ => (byte)(random.Next(4) == 0 ? 255 : 0))];
            pixels.Add("v", frame, Width, Height, boxes, mask);
            for (int i = 0; i < Width * Height; i++)
            {
                (int x, int y) = (i % Width, i / Width);
                scores.Add(boxes.Where(b => x >= b.X && x < b.X + b.Width && y >= b.Y && y < b.Y + b.Height)
                    .Select(b => b.Score).DefaultIfEmpty(float.NegativeInfinity).Max());
                labels.Add(mask.Length > 0 && mask[i] != 0 ? 1 : 0);
            }
        }

        Assert.Equal(Scored.PairwiseAuc([.. scores.Zip(labels, (s, l) => Scored.Video("p", [float.IsInfinity(s) ? -1 : s], l))]), pixels.Value, 13);
        Assert.Equal(12, pixels.Frames);
    }

    [Fact]
    public void Value_BackgroundOfZero_TiesWithBoxesOfZero()
    {
        PixelAuc pixels = new(background: 0);
        pixels.Add("v", 0, 4, 1, [new ScoredBox(0, 0, 2, 1, 0)], [1, 1, 0, 0]);
        Assert.Equal(0.5, pixels.Value);
    }

    [Fact]
    public void Value_NoMask_IsUndefined()
    {
        PixelAuc pixels = new();
        Assert.Equal(double.NaN, pixels.Value);
        pixels.Add("v", 0, 4, 1, [], []);
        Assert.Equal(double.NaN, pixels.Value);
        Assert.Equal(double.NaN, pixels.CriterionAuc);
    }

    [Fact]
    public void CriterionAuc_BelowFortyPercent_DoesNotCount()
    {
        // 5 anomalous pixels: 2 of them (40 %) must alarm; 1 at score 9 is not enough, the second comes at 3
        PixelAuc pixels = new();
        pixels.Add("v", 0, 10, 1, [new ScoredBox(0, 0, 1, 1, 9), new ScoredBox(1, 0, 1, 1, 3)], [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
        pixels.Add("v", 1, 10, 1, [new ScoredBox(0, 0, 1, 1, 5)], []);
        Assert.Equal(0, pixels.CriterionAuc);
        pixels.Add("v", 2, 10, 1, [new ScoredBox(0, 0, 1, 1, 2)], []);
        Assert.Equal(0.5, pixels.CriterionAuc);
    }

    [Fact]
    public void Add_MaskOfAnotherSizeOrNanScore_NamesTheFrame()
    {
        PixelAuc pixels = new();
        Assert.Contains("'clip', frame 7", Assert.Throws<VadException>(() => pixels.Add("clip", 7, 4, 1, [], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("'clip', frame 8", Assert.Throws<VadException>(() => pixels.Add("clip", 8, 1, 1, [new ScoredBox(0, 0, 1, 1, float.NaN)], [])).Message, StringComparison.Ordinal);
    }
}
