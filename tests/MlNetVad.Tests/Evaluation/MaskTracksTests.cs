using MlNetVad.Evaluation;
using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Evaluation;

public sealed class MaskTracksTests
{
    private const int Width = 16, Height = 4;

    [Fact]
    public void Next_RegionsThatMove_KeepTheirTracks()
    {
        var tracks = new MaskTracks();
        Assert.Equal([0, 1], Tracks(tracks, "aaaa....bb......"));
        Assert.Equal([0, 1], Tracks(tracks, "..aaaa...bb....."));   // both overlap themselves
        Assert.Equal([0, 2], Tracks(tracks, "...aaa.......cc."));   // b is gone, c is new
        Assert.Equal([0, 3, 2], Tracks(tracks, "...aaa..bb....cc"));   // b comes back as another
        tracks.Reset();
        Assert.Equal([0], Tracks(tracks, "....aa.........."));
    }

    [Fact]
    public void Next_TwoRegionsOnOne_TheOneThatSharesMoreGoesOn()
    {
        var tracks = new MaskTracks();
        Assert.Equal([0], Tracks(tracks, "aaaaaaaa........"));
        Assert.Equal([1, 0], Tracks(tracks, "aa.aaaaa........"));   // 2 of 8 and 5 of 8 columns
    }

    [Fact]
    public void Next_OneRegionOnTwo_TakesTheTrackThatItSharesMoreWith()
    {
        var tracks = new MaskTracks();
        Assert.Equal([0, 1], Tracks(tracks, "aa.bbbbb........"));
        Assert.Equal([1], Tracks(tracks, "bbbbbbbb........"));
    }

    [Fact]
    public void Next_Ped2Masks_GiveRegionsThatDetectThemselves()
    {
        VideoSource set = VadDataset.Open(TestData.Require("ped2"), VadSplit.Test);
        var counted = new RegionDetection();
        int labelled = 0;
        foreach (VadVideo video in set.Videos)
        {
            FrameFormat format = video.NativeFormat;
            using FrameReader masks = video.OpenMasks(format, TestContext.Current.CancellationToken)!;
            byte[] mask = new byte[format.FrameBytes];
            var tracks = new MaskTracks();
            while (masks.Read(mask))
            {
                IReadOnlyList<TrackedBox> regions = tracks.Next(mask, format.Width);
                labelled += regions.Count > 0 ? 1 : 0;
                counted.Add(video.Id, [.. regions.Select(r => new ScoredBox(r.X, r.Y, r.Width, r.Height, 1))], regions);
            }
        }

        Assert.Equal(1648, labelled);
        Assert.Equal((1, 1, 0), (counted.Rbdc, counted.Tbdc, counted.MostFalsePerFrame));
        Assert.Equal((2411, 21), (counted.Regions, counted.Tracks));
    }

    private static IEnumerable<int> Tracks(MaskTracks tracks, string row) =>
        tracks.Next([.. Enumerable.Repeat(row, Height).SelectMany(r => r.Select(c => c == '.' ? (byte)0 : (byte)1))], Width).Select(region => region.Track);
}
