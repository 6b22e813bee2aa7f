using Microsoft.ML;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>One bicycle of UCSD Ped2 is confirmed as normal; figures are in docs/scene-adaptive.md.</summary>
public sealed class RedefinitionPed2Tests(ITestOutputHelper output)
{
    private const string Cart = "04";
    private static readonly string[] Bicycles = ["01", "03"];

    [Fact]
    public void Redefine_OneBicycleNormal_LowersBicyclesAndNotTheCart()
    {
        var ml = new MLContext(seed: 1);
        VadModel before = Ped2Model.Load();
        IReadOnlyList<VadVideo> test = VadDataset.Open(Ped2Model.Data, VadSplit.Test).Videos;
        VadModel after = before.Redefine(ml, VideoSource.FromVideo(test[0]), VideoSegment.Frames(80, 140), RedefinedAs.Normal, "anna");
        output.WriteLine(after.Redefinitions[0].ToString());

        Dictionary<string, (double Before, double After)> alarms = [];
        foreach (VadVideo video in test.Where(v => v.Id == Cart || Bicycles.Contains(v.Id)))
        {
            (FrameScore[] old, FrameScore[] now) = (Anomalous(ml, before, video), Anomalous(ml, after, video));
            alarms[video.Id] = (old.Count(f => f.IsAnomaly), now.Count(f => f.IsAnomaly));
            output.WriteLine($"{video.Id}: of {old.Length} anomalous frames {alarms[video.Id].Before} over the threshold before, {alarms[video.Id].After} after; mean score {old.Average(f => f.Score):0.000}, {now.Average(f => f.Score):0.000}");
        }

        Assert.All(Bicycles, id => Assert.True(alarms[id].After < 0.5 * alarms[id].Before, id));
        Assert.True(alarms[Cart].After > 0.9 * alarms[Cart].Before, "the cart's frames fell too");
    }

    private static FrameScore[] Anomalous(MLContext ml, VadModel model, VadVideo video) =>
        [.. new VideoScorer(ml, model).Score(VideoSource.FromVideo(video)).Where(f => f.Label == 1)];
}
