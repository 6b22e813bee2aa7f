using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

/// <summary>RBDC and TBDC of tracks made by hand, their areas worked out on paper.</summary>
public sealed class RegionDetectionTests
{
    [Fact]
    public void Area_HandCase_IsThatOnPaper()
    {
        // Track 0 has regions in frames 0, 1 and 2, track 1 in frame 2. Frame 0: met (.9), and one false positive (.8). Frame 1: the box shares 4 of 196
        // pixels, below a tenth: a false positive (.7), the region is never detected. Frame 2: both met, 50 of 150 (.5) and 100 of 200 (.3). Frame 3: nothing
        // there, one false positive (.6). Regions are detected up to .9, .5, .3 and never; tracks up to .9 (one of three regions is a tenth) and .3.
        var counted = new RegionDetection();
        counted.Add("v", [new(0, 0, 10, 10, 0.9f), new(50, 50, 5, 5, 0.8f)], [Region(0, 0)]);
        counted.Add("v", [new(8, 8, 10, 10, 0.7f)], [Region(0, 0)]);
        counted.Add("v", [new(5, 0, 10, 10, 0.5f), new(30, 0, 20, 10, 0.3f)], [Region(0, 0), Region(1, 30)]);
        counted.Add("v", [new(1, 1, 2, 2, 0.6f)], []);

        // a quarter of the regions up to 3/4 false positives a frame, three quarters from there on
        Assert.Equal((0.75 * 0.25) + (0.25 * 0.75), counted.Rbdc, 12);
        // half of the tracks up to 3/4, both from there on
        Assert.Equal((0.75 * 0.5) + (0.25 * 1), counted.Tbdc, 12);
        Assert.Equal((4, 2, 0.75), (counted.Regions, counted.Tracks, counted.MostFalsePerFrame));
    }

    [Fact]
    public void Area_HitAndFalsePositiveOfOneScore_RisesLinearly()
    {
        // two frames: from (0, 0) to (1/2, 1), then level: 1/4 + 1/2
        var counted = new RegionDetection();
        counted.Add("v", [new(0, 0, 10, 10, 0.5f), new(50, 0, 5, 5, 0.5f)], [Region(0, 0)]);
        counted.Add("v", [], []);
        Assert.Equal(0.75, counted.Rbdc, 12);
        Assert.Equal(0.75, counted.Tbdc, 12);
    }

    [Fact]
    public void Area_CurveBeyondOneFalsePositiveAFrame_IsCutThere()
    {
        // two frames: (1/2, 0) at .9, then (3/2, 1) at .4; at 1 the line has reached 1/2: the triangle's area is 1/2 · 1/2 / 2
        var counted = new RegionDetection();
        counted.Add("v", [new(50, 0, 5, 5, 0.9f), new(0, 0, 10, 10, 0.4f), new(60, 0, 5, 5, 0.4f)], [Region(0, 0)]);
        counted.Add("v", [new(50, 0, 5, 5, 0.4f)], []);
        Assert.Equal(0.125, counted.Rbdc, 12);
    }

    [Fact]
    public void Tbdc_LongTrack_NeedsATenthOfItsRegions()
    {
        // 20 regions: the second best score counts, .5; false positives .7 in half of the frames come first
        var counted = new RegionDetection();
        for (int frame = 0; frame < 20; frame++)
        {
            ScoredBox[] hit = frame switch { 0 => [new(0, 0, 10, 10, 0.9f)], 1 => [new(0, 0, 10, 10, 0.5f)], _ => [] };
            counted.Add("v", [.. hit, .. frame % 2 == 0 ? [new(50, 0, 5, 5, 0.7f)] : (ScoredBox[])[]], [Region(0, 0)]);
        }

        Assert.Equal(0.5, counted.Tbdc, 12);
        Assert.Equal((0.5 * 0.05) + (0.5 * 0.1), counted.Rbdc, 12);
    }

    [Fact]
    public void Add_OneNumberInTwoVideos_IsTwoTracks()
    {
        var counted = new RegionDetection();
        counted.Add("a", [], [Region(0, 0)]);
        counted.Add("b", [], [Region(0, 0)]);
        Assert.Equal(2, counted.Tracks);
        Assert.Equal(0, counted.Rbdc);
    }

    [Fact]
    public void Area_NoAnomaly_IsUndefined()
    {
        var counted = new RegionDetection();
        counted.Add("v", [new(0, 0, 1, 1, 1)], []);
        Assert.Equal((double.NaN, double.NaN), (counted.Rbdc, counted.Tbdc));
    }

    private static TrackedBox Region(int track, float x) => new(track, x, 0, 10, 10);
}
