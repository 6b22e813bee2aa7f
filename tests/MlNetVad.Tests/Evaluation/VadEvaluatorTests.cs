using System.Text.Json;
using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;

namespace MlNetVad.Tests.Evaluation;

public sealed class VadEvaluatorTests
{
    private static VideoScores[] TwoVideos =>
    [
        Scored.Video("a", [float.NaN, 1, 3, 2, 4], 0, 0, 0, 1, 1),
        Scored.Video("b", [5, 6], 1, 1),
    ];

    [Fact]
    public void Evaluate_SmallSet_CountsAndRawFiguresAgreeWithHand()
    {
        VadEvaluationReport report = VadEvaluator.Evaluate(TwoVideos, new EvaluationOptions { Threshold = 2.5, VideoFramesPerSecond = 10 });

        // normal: 1 (filled), 1, 3; anomalous: 2, 4, 5, 6; one pair of 12 is wrong
        Assert.Equal(11.0 / 12, report.MicroAuc, 15);
        Assert.Equal(5.0 / 6, report.MacroAuc, 15);
        Assert.Equal(1, report.MacroVideos);
        Assert.Equal(5.0 / 6, report.WithinVideoAuc, 15);
        Assert.Equal(1.0 / 3, report.OperatingPoint.FalsePositiveRate, 15);
        Assert.Equal(0.75, report.OperatingPoint.Recall);
        Assert.Equal(10, report.OperatingPoint.MergeGapFrames);
        Assert.Equal((2, 7, 6, 1, 4), (report.Dataset.Videos, report.Dataset.Frames, report.Dataset.Scored, report.Dataset.Filled, report.Dataset.Anomalous));
        Assert.Equal(4.0 / 7, report.Dataset.AnomalousShare, 15);
        Assert.Equal(5.0 / 6, report.Videos[0].Auc, 15);
        Assert.Equal(double.NaN, report.Videos[1].Auc);
        Assert.Equal(6, report.Videos[1].MaxScore);
        Assert.Equal(report.MicroAuc, report.Protocols[0].MicroAuc);
        Assert.Equal((1, 6), (report.Protocols[^1].Frames, report.Protocols[^1].Dropped));
        Assert.True(report.PeakRssMb > 5);
    }

    [Fact]
    public void Evaluate_Baselines_ConstantIsChanceAndWeakModelIsNamed()
    {
        VadEvaluationReport report = VadEvaluator.Evaluate([Scored.Video("a", [4, 3, 2, 1], 0, 0, 1, 1)]);
        Assert.Equal(["constant", "frame index"], report.Baselines.Select(b => b.Name));
        Assert.Equal(0.5, report.Baselines[0].MicroAuc);
        Assert.Equal(1, report.Baselines[1].MicroAuc);
        Assert.Contains(report.Notes, note => note.Contains("(raw: 0.0000) does not beat the trivial baseline 'constant' (0.5000), 'frame index' (1.0000)", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluate_PictureBaselines_FollowTheFrames()
    {
        TrivialBaselines pictures = new();
        byte[][] frames = [[0, 0], [1, 1], [9, 9], [90, 90]];
        foreach (byte[] frame in frames)
        {
            pictures.Next("a", frame, 2, 1, 1);
        }

        pictures.Next("b", [7, 7, 7, 7], 2, 2, 1);
        VideoScores[] videos = [Scored.Video("a", [0, 0, 0, 0], 0, 0, 1, 1), Scored.Video("b", [0], 0)];

        VadEvaluationReport report = VadEvaluator.Evaluate(videos, context: new EvaluationContext { Baselines = pictures });

        Assert.Equal(5, report.Baselines.Count(b => b.Resolution is null));
        Assert.Equal(1, report.Baselines[2].MicroAuc);
        Assert.Equal(1, report.Baselines[3].MicroAuc);
        VideoScores[] others = [Scored.Video("a", [0, 0], 0, 1)];
        Assert.Contains("'a' has 2 scores, but 4 of its frames", Assert.Throws<VadException>(() => VadEvaluator.Evaluate(others, context: new EvaluationContext { Baselines = pictures })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_OneClassOnly_WritesNullAndSaysUndefined()
    {
        VadEvaluationReport report = VadEvaluator.Evaluate([Scored.Video("a", [1, 2], 1, 1)]);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        JsonElement root = json.RootElement;
        foreach (string key in (string[])["microAuc", "macroAuc", "withinVideoAuc", "averagePrecision", "equalErrorRate", "pixelAuc", "framesPerSecond"])
        {
            Assert.Equal(JsonValueKind.Null, root.GetProperty(key).ValueKind);
        }

        Assert.Equal(JsonValueKind.Null, root.GetProperty("microAucCi95")[0].ValueKind);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("videos")[0].GetProperty("auc").ValueKind);
        Assert.Contains(report.Notes, note => note.Contains("undefined: one class only", StringComparison.Ordinal));
        Assert.Contains(ReportTable.From(report)[0].Rows[0], cell => cell == "undefined: one class only");
    }

    [Fact]
    public void Save_Report_ReadsBackTheSame()
    {
        PixelAuc pixels = new();
        pixels.Add("a", 0, 2, 1, [new ScoredBox(0, 0, 1, 1, 1)], [1, 0]);
        EvaluationContext context = new()
        {
            DatasetName = "tiny",
            FramesPerSecond = 123.5,
            Pixels = pixels,
            Timing = new Dictionary<string, double> { ["decodeMs"] = 1.5, ["scoreMs"] = 0.25 },
            Notes = [SelectionNotes.ObjectFeatures],
        };
        VadEvaluationReport report = VadEvaluator.Evaluate(TwoVideos, context: context);
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        string path = Path.Combine(folder, "deep", "report.json");
        try
        {
            report.Save(path);
            string text = File.ReadAllText(path);
            Assert.StartsWith("{\n  \"protocol\": \"higher = more anomalous", text, StringComparison.Ordinal);
            using JsonDocument json = JsonDocument.Parse(text);
            Assert.Equal(["protocol", "microAuc"], json.RootElement.EnumerateObject().Take(2).Select(p => p.Name));
            Assert.Equal(1.5, json.RootElement.GetProperty("timing").GetProperty("decodeMs").GetDouble());
            Assert.Equal(1, json.RootElement.GetProperty("pixelAuc").GetDouble());
            Assert.Equal(report.ToJson(), VadEvaluationReport.FromJson(text).ToJson());
            Assert.Equal(["report.json"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Evaluate_KnownSetOfOtherSize_SaysSoInTheNotes()
    {
        const string Warning = "another split: figures do not compare";
        VadEvaluationReport report = VadEvaluator.Evaluate(TwoVideos, context: new EvaluationContext { CountWarning = Warning });
        Assert.Equal(Warning, report.Dataset.CountWarning);
        Assert.Contains(Warning, report.Notes);
        Assert.DoesNotContain(Warning, VadEvaluator.Evaluate(TwoVideos).Notes);
    }

    [Fact]
    public void Evaluate_LabelChanges_ChangesTheManifest()
    {
        string Manifest(float label) => VadEvaluator.Evaluate([Scored.Video("a", [1, 2], 0, label)]).Dataset.ManifestHash;
        Assert.Equal(Manifest(1), Manifest(1));
        Assert.NotEqual(Manifest(1), Manifest(float.NaN));
    }

    [Fact]
    public void Evaluate_NothingTwiceOrGap_Throws()
    {
        Assert.Contains("no videos", Assert.Throws<VadException>(() => VadEvaluator.Evaluate([])).Message, StringComparison.Ordinal);
        Assert.Contains("'a' appears twice", Assert.Throws<VadException>(() => VadEvaluator.Evaluate([Scored.Video("a", [1], 0), Scored.Video("a", [1], 0)])).Message, StringComparison.Ordinal);
        Assert.Contains("'a', frame 1", Assert.Throws<VadException>(() => VadEvaluator.Evaluate([Scored.Video("a", [1, float.NaN, 2], 0, 0, 1)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_Report_HasACellAColumnInEveryTable()
    {
        foreach (ReportTable table in ReportTable.From(VadEvaluator.Evaluate(TwoVideos)))
        {
            Assert.NotEmpty(table.Rows);
            Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
        }
    }
}
