using System.Globalization;
using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Scoring;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Evaluation;

/// <summary>The Python experiment's Ped2 scores must give the figures that it computed itself.</summary>
public sealed class Ped2GoldenTests
{
    [Fact]
    public void Evaluate_ReferenceScores_GivesReferenceFigures()
    {
        VadEvaluationReport report = VadEvaluator.Evaluate(Load(), new EvaluationOptions { PaperSigma = 4 }, new EvaluationContext { DatasetName = "Ped2" });

        Assert.Null(report.Dataset.CountWarning);
        Assert.Equal((2010, 1648), (report.Dataset.Frames, report.Dataset.Anomalous));
        Assert.Equal(0.9850, report.MicroAuc, 4);
        Assert.Equal([0.9850, 0.9915, 0.9940], report.Protocols.Take(3).Select(p => Math.Round(p.MicroAuc, 4)));
        Assert.Equal(0.9856, report.Protocols[3].MicroAuc, 4);
        Assert.Equal((8, 12), (report.MacroVideos, report.Videos.Count));
        Assert.Equal(48, report.Protocols[^1].Dropped);
        Assert.InRange(report.MicroAuc, report.MicroAucCi95[0], report.MicroAucCi95[1]);
    }

    [Fact]
    public void Gaussian_ReferenceScoresWithRepeatedEdges_GivesTheExperimentsFigure()
    {
        VideoScores[] videos = Load();
        float[] Smooth(float[] scores)
        {
            float[] smooth = new float[scores.Length];
            TemporalFilters.Gaussian(scores, 4, smooth, FilterEdge.Nearest);
            return smooth;
        }

        double auc = RocAuc.Compute([.. videos.SelectMany(v => Smooth(v.Scores))], [.. videos.SelectMany(v => v.Labels)]);
        Assert.Equal(0.9938, auc, 4);
    }

    private static VideoScores[] Load()
    {
        string scores = TestData.Require("golden/objects/frame_scores_m10.csv");
        string labels = TestData.Require("ped2/frame_labels.csv");
        return [.. Columns(scores).Zip(Columns(labels), (score, label) =>
        {
            Assert.Equal((score.Clip, score.Frame), (label.Clip, label.Frame));
            return (score.Clip, Score: score.Value, Label: label.Value);
        }).GroupBy(row => row.Clip).Select(clip => new VideoScores(clip.Key, [.. clip.Select(r => r.Score)], [.. clip.Select(r => r.Label)]))];
    }

    private static IEnumerable<(string Clip, string Frame, float Value)> Columns(string path) =>
        File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], cells[1], float.Parse(cells[2], CultureInfo.InvariantCulture)));
}
