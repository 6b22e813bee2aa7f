using MlNetVad.Evaluation;
using MlNetVad.TestSupport;
using MlNetVad.Video;
using MlNetVad.Video.Datasets;

namespace MlNetVad.Tests.Evaluation;

public sealed class ScoresEvaluatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Evaluate_ScoresInAnyOrder_TakesTheSetsLabels()
    {
        // anomalous are frames 2 and 3 with .9 and .2, normal ones have .1, .3: three of four pairs are in order
        VadEvaluationReport report = Run("frame,video,score\n3,gate,0.2\n0,gate,0.1\n1,gate,0.3\n2,gate,0.9\n").Report;
        Assert.Equal(0.75, report.MicroAuc, 1e-12);
        Assert.Equal("gate", Assert.Single(report.Videos).Id);
        Assert.Contains(report.Baselines, b => b.Name == "mean |frame difference|");
        Assert.True(double.IsNaN(report.PeakRssMb));
        Assert.EndsWith("method.csv", report.Provenance.ScoresPath, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_NoThreshold_SaysNothingOfAnOperatingPoint()
    {
        VadEvaluationReport report = Run("video,frame,score\ngate,0,1\ngate,1,1\ngate,2,2\ngate,3,2\n").Report;
        Assert.True(double.IsNaN(report.OperatingPoint.Recall));
        Assert.True(double.IsNaN(report.OperatingPoint.FalseAlarmsPerHour));
        Assert.Equal(["threshold", "none was given"], ReportTable.From(report).Single(t => t.Title == "Operating point").Rows[0]);
        Assert.Contains("\"threshold\": null", report.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ScoreEmptyAtTheStart_FillsAndCounts() =>
        Assert.Equal(1, Run("video,frame,score\ngate,0,\ngate,1,1\ngate,2,2\ngate,3,2\n").Report.Dataset.Filled);

    [Theory]
    [InlineData("gate,0,1\ngate,1,1\nyard,0,1\n", "video 'yard' is not in the set; video 'gate': frames 2 to 3 are missing (4 in the set)")]
    [InlineData("yard,0,1\n", "video 'gate' has no score")]
    [InlineData("gate,0,1\ngate,1,1\ngate,2,1\ngate,3,1\ngate,4,1\n", "video 'gate': frame 4 is not in the set (4 there)")]
    [InlineData("gate,0,1,0\ngate,1,1,1\ngate,2,1,1\ngate,3,1,0\n", "video 'gate', frame 1: the file's label is 1, the set's 0; video 'gate', frame 3: the file's label is 0, the set's 1")]
    [InlineData("gate,0,1\ngate,1,\ngate,2,1\ngate,3,1\n", "video 'gate', frame 1: the score is missing between scored frames")]
    [InlineData("gate,0,\ngate,1,\ngate,2,\ngate,3,\n", "video 'gate' has no score")]
    public void Evaluate_WhatDoesNotFit_IsListed(string rows, string expected)
    {
        string message = Assert.Throws<VadException>(() => Run("video,frame,score,label\n" + rows)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("'method'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Ped2ReferenceScores_GivesReferenceFigure()
    {
        string golden = TestData.Require("golden/objects/frame_scores_m10.csv"), file = Path.Combine(_folder, "method.csv");
        File.WriteAllLines(file, File.ReadLines(golden).Skip(1).Prepend("video,frame,score"));
        VideoSource set = VadDataset.Open(TestData.Require("ped2"), VadSplit.Test);
        ScoredMethod method = Assert.Single(ScoresEvaluator.Evaluate(ScoreFiles.FindMethods(file), set, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(0.9850, method.Report.MicroAuc, 4);
        Assert.Equal((2010, 1648), (method.Report.Dataset.Frames, method.Report.Dataset.Anomalous));
    }

    private ScoredMethod Run(string csv)
    {
        string path = Path.Combine(_folder, "method.csv");
        File.WriteAllText(path, csv);
        var format = new FrameFormat(32, 48, 1);
        byte[][] frames = [.. Enumerable.Range(0, 4).Select(i => Enumerable.Repeat((byte)(i * 20), format.FrameBytes).ToArray())];
        VideoSource set = VideoSource.FromFrames("gate", frames, format, 25, [0, 0, 1, 1]);
        return Assert.Single(ScoresEvaluator.Evaluate(ScoreFiles.FindMethods(path), set, new EvaluationOptions { Threshold = double.NaN }));
    }
}
