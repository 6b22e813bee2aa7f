using MlNetVad.Evaluation;
using MlNetVad.TestSupport;
using MlNetVad.Transforms.Pictures;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Evaluation;

public sealed class UntrainedPredictorsTests
{
    private const float LevelsPerUnit = 255 * 0.25f;

    [Fact]
    public void Next_BrightnessThatRisesEvenly_IsExtrapolatedExactly()
    {
        var predictors = new UntrainedPredictors(new PictureSize(1, 24, 24));
        foreach (byte level in (byte[])[10, 20, 30, 60])
        {
            predictors.Next("a", Flat(level, 24, 24), 24, 24, 1);
        }

        float copy = 10 / LevelsPerUnit, change = 30 / LevelsPerUnit, surprise = 20 / LevelsPerUnit;
        Equal([float.NaN, copy * copy, copy * copy, change * change], predictors.Find("a", 0));
        Equal([float.NaN, copy, copy, change], predictors.Find("a", 1));
        Equal([float.NaN, float.NaN, 0, surprise * surprise], predictors.Find("a", 3));
        Equal([float.NaN, float.NaN, 0, surprise], predictors.Find("a", 4));
    }

    [Fact]
    public void Next_SmallChange_StandsOutInTheBoxOnly()
    {
        var predictors = new UntrainedPredictors(new PictureSize(1, 48, 48));
        byte[] still = Flat(100, 48, 48), changed = Flat(100, 48, 48);
        for (int i = 0; i < 12 * 12; i++)
        {
            changed[((12 + (i / 12)) * 48) + 12 + (i % 12)] = 151;
        }

        predictors.Next("a", still, 48, 48, 1);
        predictors.Next("a", changed, 48, 48, 1);

        float error = 51 / LevelsPerUnit;
        Assert.Equal(error * error / 16, predictors.Find("a", 0)[1], 1e-5);
        Assert.Equal(error, predictors.Find("a", 1)[1], 1e-5);
    }

    [Fact]
    public void Next_AnotherVideo_BeginsAnewAndMayHaveAnotherSize()
    {
        var predictors = new UntrainedPredictors(new PictureSize(3, 24, 36));
        predictors.Next("a", Flat(10, 24, 36), 36, 24, 1);
        predictors.Next("b", Flat(90, 48, 72, 3), 72, 48, 3);
        predictors.Next("b", Flat(90, 48, 72, 3), 72, 48, 3);

        Equal([float.NaN], predictors.Find("a", 0));
        Equal([float.NaN, 0], predictors.Find("b", 0));
        Assert.Equal("24 x 36 px", predictors.Resolution);
    }

    [Fact]
    public void Evaluate_WithPictures_ReportsUntrainedPredictorsUnderThreeProtocols()
    {
        TrivialBaselines pictures = new();
        foreach (byte level in (byte[])[10, 10, 10, 10, 10, 80])
        {
            pictures.Next("a", Flat(level, 8, 8), 8, 8, 1);
        }

        VadEvaluationReport report = VadEvaluator.Evaluate([Scored.Video("a", [1, 2, 3, 3, 2, 1], 0, 0, 0, 0, 0, 1)], context: new EvaluationContext { Baselines = pictures });

        BaselineResult[] untrained = [.. report.Baselines.Where(b => b.Resolution is not null)];
        Assert.Equal(18, untrained.Length);
        Assert.All(untrained, b => Assert.Equal(1, b.MicroAuc));
        Assert.Equal(["paper: per-video min-max, Gaussian 5", "paper without min-max: Gaussian 5", "raw"], untrained.Take(3).Select(b => b.ProtocolName));
        Assert.All(untrained, b => Assert.Contains(report.Protocols, p => p.Name == b.ProtocolName));
        ReportTable table = Assert.Single(ReportTable.From(report), t => t.Title.Contains("untrained", StringComparison.Ordinal));
        Assert.Equal(["this model", .. untrained.Select(b => b.Name["untrained: ".Length..]).Distinct()], table.Rows.Select(r => r[0]));
        Assert.Equal(["predictor", "per-video min-max, Gaussian 5", "Gaussian 5", "raw"], table.Columns.Select(c => c.Header));
        Assert.Equal(3, report.Notes.Count(n => n.Contains("does not beat the trivial baseline", StringComparison.Ordinal) && n.Contains("linear extrapolation", StringComparison.Ordinal)));
    }

    /// <summary>The figures of the project's PyTorch experiment (by contrast: of our own): per-video min-max / none, both smoothed with Gaussian 5, first four frames dropped.</summary>
    [Fact]
    public void Evaluate_Ped2_GivesTheReferenceFigures()
    {
        VideoSource source = VadDataset.Open(TestData.Require("ped2"), VadSplit.Test);
        var predictors = new UntrainedPredictors(new PictureSize(1, 128, 192));
        var format = new FrameFormat(source.Videos[0].NativeFormat.Height, source.Videos[0].NativeFormat.Width, 1);
        byte[] frame = new byte[format.FrameBytes];
        foreach (VadVideo video in source.Videos)
        {
            using FrameReader frames = video.OpenFrames(format, TestContext.Current.CancellationToken);
            while (frames.Read(frame))
            {
                predictors.Next(video.Id, frame, format.Width, format.Height, 1);
            }
        }

        (double Paper, double Without)[] reference = [(0.928, 0.795), (0.941, 0.916), (0.985, 0.946), (0.952, 0.867), (0.956, 0.926), (0.971, 0.911)];
        for (int i = 0; i < reference.Length; i++)
        {
            VideoScores[] videos = [.. source.Videos.Select(v => new VideoScores(v.Id, predictors.Find(v.Id, i), [.. v.Labels!]).Drop(4))];
            double Auc(EvaluationProtocol protocol) => RankingFigures.Compute(new RankingFigures(), protocol.Apply(videos)).MicroAuc;
            double paper = Auc(EvaluationProtocol.Paper(5)), without = Auc(EvaluationProtocol.WithoutMinMax(5)), raw = Auc(EvaluationProtocol.Raw);
            TestContext.Current.TestOutputHelper?.WriteLine($"{predictors.Names[i]}: {paper:0.0000} / {without:0.0000}, unsmoothed {raw:0.0000}");
            Assert.Equal(reference[i].Paper, paper, 0.005);
            Assert.Equal(reference[i].Without, without, 0.005);
        }
    }

    private static byte[] Flat(byte level, int height, int width, int channels = 1)
    {
        byte[] picture = new byte[height * width * channels];
        Array.Fill(picture, level);
        return picture;
    }

    private static void Equal(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.True(float.IsNaN(pair.First) ? float.IsNaN(pair.Second) : Math.Abs(pair.First - pair.Second) < 1e-5, $"{pair.First} {pair.Second}"));
    }
}
