using System.Globalization;
using Microsoft.ML;
using MlNetVad.Cli.Commands;
using MlNetVad.Persistence;
using MlNetVad.Pipelines;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Cli.Tests;

/// <summary>A model that was saved, loaded in another process and run there gives the very numbers of the fitted one.</summary>
public sealed class FreshProcessTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Score_InAFreshProcess_IsBitEqualToTheFittedModel()
    {
        var ml = new MLContext(seed: 7);
        var options = new NormalModesOptions { NumberOfModes = 3 };
        VideoSource source = VadDataset.Open(SmallModel.Scene, VadSplit.Train);
        VideoDataView clips = VideoData.Load(ml, source, NormalModes.ClipOptions(options, source));
        ITransformer fitted = NormalModes.Create(ml, options).Fit(clips);
        VadModel.Save(ml, fitted, clips.Schema, _workspace["model.zip"]);
        VideoDataView test = VideoData.Load(ml, VadDataset.Open(SmallModel.Scene, VadSplit.Test), clips.Options);
        var expected = new Dictionary<(string, long), int>();
        foreach (Scored row in ml.Data.CreateEnumerable<Scored>(fitted.Transform(test), reuseRowObject: true, ignoreMissingColumns: true))
        {
            expected[(row.Video, row.Frame)] = BitConverter.SingleToInt32Bits(row.Score);
        }

        (int code, _) = SelfProcess.Run(
            ["score", "-m", _workspace["model.zip"], "-i", SmallModel.Scene, "-o", _workspace["scores.csv"], "--quiet"], CancellationToken.None);

        Assert.Equal(0, code);
        Dictionary<(string, long), int> actual = File.ReadLines(_workspace["scores.csv"]).Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(c => (c[0], long.Parse(c[1], CultureInfo.InvariantCulture)), c => BitConverter.SingleToInt32Bits(float.Parse(c[2], CultureInfo.InvariantCulture)));
        Assert.NotEmpty(expected.Values.Distinct().Skip(10));
        Assert.All(expected, e => Assert.Equal(e.Value, actual[e.Key]));
    }

    private sealed class Scored
    {
        public string Video { get; set; } = "";

        public long Frame { get; set; }

        public float Score { get; set; }
    }
}
