using MlNetVad.Evaluation;
using MlNetVad.Video;

namespace MlNetVad.Tests.Evaluation;

public sealed class ErrorMapTests
{
    // median 1; shares of the way to the largest cell, 9: 1 → 0, 5 → a half, 7 → three quarters, 9 → 1
    private static readonly float[] Errors =
    [
        1, 1, 1, 1, 1, 1,
        1, 9, 5, 1, 1, 7,
        1, 1, 1, 4, 1, 1,
    ];

    [Fact]
    public void Regions_HandMap_AreComponentsOnTheFramesScale()
    {
        IReadOnlyList<ScoredBox> regions = ErrorMap.Of([.. Errors.Select(e => e == 5 ? 5.1f : e)], columns: 6).Regions(0.8f, width: 60, height: 30);

        Assert.Equal(2, regions.Count);   // the cell of 4 lies less than half way
        Assert.Equal(new ScoredBox(10, 10, 20, 10, 0.8f), regions[0]);
        Assert.Equal((50f, 10f, 10f, 10f), (regions[1].X, regions[1].Y, regions[1].Width, regions[1].Height));
        Assert.Equal(0.75 * 0.8, regions[1].Score, 2);
    }

    [Fact]
    public void Regions_ScoreBelowZero_AreNoHigherThanTheFrame() =>
        Assert.All(ErrorMap.Of(Errors, 6).Regions(-0.4f, 60, 30), region => Assert.Equal(-0.4f, region.Score));

    [Fact]
    public void Regions_FlatMap_AreNone()
    {
        Assert.Empty(ErrorMap.Of([3, 3, 3, 3], 2).Regions(1, 10, 10));
        Assert.Empty(ErrorMap.Of([5], 1).Regions(1, 10, 10));
    }

    [Fact]
    public void Of_LargeMap_IsKeptCoarserAndKeepsItsPeak()
    {
        float[] errors = new float[120 * 160];
        errors[(77 * 160) + 130] = 2;
        ErrorMap map = ErrorMap.Of(errors, 160);

        Assert.InRange(map.Rows * map.Columns, 500, ErrorMap.MostCells);
        Assert.Equal(255, map.Shares.ToArray().Max());
        ScoredBox peak = Assert.Single(map.Regions(1, 160, 120));
        Assert.InRange(130.5f, peak.X, peak.X + peak.Width);
        Assert.InRange(77.5f, peak.Y, peak.Y + peak.Height);
    }

    [Fact]
    public void Heat_Threshold_IsHalfWarm()
    {
        ErrorMap map = ErrorMap.Of(Errors, 6);
        var picture = new FrameFormat(3, 6, 1);

        Assert.Equal(0.5, new ErrorHeat(map, 0.5f, 0.5).Of(picture)[7], 1e-6);
        Assert.Equal(1, new ErrorHeat(map, 3, 0.5).Of(picture)[7], 1e-6);
        Assert.Equal(0, new ErrorHeat(map, 3, 0.5).Of(picture)[0]);
        Assert.Equal(0, new ErrorHeat(map, -1, 0.5).Of(picture)[7]);
    }

    [Fact]
    public void Pictures_VideoWithMaps_AreWarmWhereTheErrorsAre()
    {
        var format = new FrameFormat(48, 96, 1);
        byte[][] frames = [.. Enumerable.Repeat(Enumerable.Repeat((byte)100, format.FrameBytes).ToArray(), 3)];
        VideoSource set = VideoSource.FromFrames("gate", frames, format, 25, [0, 1, 0]);
        VideoScores plain = new("gate", [0.1f, 0.9f, 0.2f], [0, 1, 0]);
        VideoScores mapped = new("gate", plain.Scores, plain.Labels) { ErrorMaps = [null, ErrorMap.Of(Errors, 6), null] };

        ReportPicture without = ReportPictures.Read(set, [plain], 0.5, TestContext.Current.CancellationToken)[0];
        ReportPicture with = ReportPictures.Read(set, [mapped], 0.5, TestContext.Current.CancellationToken)[0];

        Assert.Equal(1, with.Frame);
        Assert.EndsWith("warm where it is predicted badly", with.Caption, StringComparison.Ordinal);
        Assert.DoesNotContain("warm", without.Caption, StringComparison.Ordinal);
        Assert.True(Red(with, 24, 24) > Red(with, 8, 8) + 40);
        Assert.Equal(Red(without, 8, 8), Red(without, 24, 24), 4.0);

        // how much redder than blue a pixel is
        static double Red(ReportPicture picture, int x, int y)
        {
            using SkiaSharp.SKBitmap bitmap = SkiaSharp.SKBitmap.Decode(picture.Jpeg.ToArray());
            SkiaSharp.SKColor pixel = bitmap.GetPixel(x, y);
            return pixel.Red - pixel.Blue;
        }
    }
}
