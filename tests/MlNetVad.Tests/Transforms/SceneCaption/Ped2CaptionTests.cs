using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Tests.Video;
using MlNetVad.TestSupport;
using MlNetVad.Transforms;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Transforms.SceneCaption;

/// <summary>A small part of the real UCSD Ped2.</summary>
public sealed class Ped2CaptionTests
{
    private const int Frames = 40;

    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void DescribeScene_FewTrainingVideos_TellsACartFromNormalLife()
    {
        string root = TestData.Require("ped2");
        TestMedia.RequireFfmpeg();
        IReadOnlyList<VadVideo> training = VadDataset.Open(root, VadSplit.Train).Videos;
        IDataView train = Clips(Part(training[0], 20), Part(training[4], 40), Part(training[8], 60));
        ForegroundObjectsTransformer detector = _ml.Transforms.DetectForegroundObjects("Objects", "Clip").Fit(train);
        IDataView objects = _ml.Data.Cache(detector.Transform(train));
        SceneCaptionTransformer describer = _ml.Transforms.DescribeScene("Caption", "Clip", "Objects", perObject: true).Fit(objects);
        string[][] Describe(IDataView rows) => [.. describer.Transform(rows).GetColumn<string[]>("Caption")];

        HashSet<string> seen = [.. Describe(objects).SelectMany(c => c).SelectMany(Words)];
        string[][] normal = Describe(detector.Transform(Clips(Part(training[2], 50))));
        string[][] anomalous = Describe(detector.Transform(Clips(Part(VadDataset.Open(root, VadSplit.Test).Videos[3], 60))));

        string[] words = [.. normal.SelectMany(c => c).SelectMany(Words)];
        Assert.InRange(words.Count(seen.Contains), 0.99 * words.Length, words.Length);
        Assert.DoesNotContain("extremely", seen);
        Assert.DoesNotContain("huge", seen);
        double often = Share(anomalous), seldom = Share(normal);
        Assert.True(often > 0.5 && seldom < 0.1, $"words never seen in training: {often:P0} of the cart's frames, {seldom:P0} of normal ones");
    }

    private static IEnumerable<string> Words(string sentence) => sentence.Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How many frames have an object of a speed or size beyond all of training.</summary>
    private static double Share(string[][] frames) =>
        frames.Average(f => f.Any(s => s.Contains("extremely fast", StringComparison.Ordinal) || s.Contains("huge", StringComparison.Ordinal)) ? 1.0 : 0.0);

    private IDataView Clips(params VadVideo[] videos) => VideoData.Load(_ml, new VideoSource("parts", videos));

    /// <summary>Some consecutive frames of a video, in memory.</summary>
    private static VadVideo Part(VadVideo video, int first)
    {
        using FrameReader reader = video.OpenFrames();
        var frames = new List<byte[]>();
        var frame = new byte[reader.Format.FrameBytes];
        for (int i = 0; frames.Count < Frames && reader.Read(frame); i++)
        {
            if (i >= first)
            {
                frames.Add([.. frame]);
            }
        }

        return VideoSource.FromFrames($"{video.Id} from {first}", frames, reader.Format).Videos[0];
    }
}
