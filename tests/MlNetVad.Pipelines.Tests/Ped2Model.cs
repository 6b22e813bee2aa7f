using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Pipelines.Tests;

/// <summary>A model of NormalModes of UCSD Ped2 as a user has it, seed 1, trained once for all tests that look at it.</summary>
internal static class Ped2Model
{
    private static readonly Lazy<VadModel> Trained = new(Train);

    /// <summary>The data set's folder; the running test is skipped, visibly, where it is absent.</summary>
    public static string Data => TestData.Require("ped2");

    /// <summary>The model, saved and loaded.</summary>
    public static VadModel Load()
    {
        _ = Data;
        return Trained.Value;
    }

    private static VadModel Train()
    {
        var ml = new MLContext(seed: 1);
        var options = new NormalModesOptions();
        VideoSource normal = VadDataset.Open(Data, VadSplit.Train);
        VideoDataView clips = VideoData.Load(ml, normal, NormalModes.ClipOptions(options, normal));
        return NormalModes.Create(ml, options).Fit(clips).SavedAndLoaded(ml, clips.Schema);
    }
}
