using System.Diagnostics;
using System.Text.Json.Nodes;
using MlNetVad.Evaluation;
using MlNetVad.Scoring;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.Video;

namespace MlNetVad.Tests.Evaluation;

public sealed class HtmlReportTests : IDisposable
{
    private static readonly EvaluationOptions Options = new() { Threshold = 0.5, VideoFramesPerSecond = 10, MergeGapSeconds = 0.2 };
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetvad").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Render_DataBlock_HoldsTheReportAndEveryScore()
    {
        VideoScores[] videos = Scored.Random(seed: 3, videos: 4);
        VadEvaluationReport report = VadEvaluator.Evaluate(videos, Options);
        JsonNode data = Data(HtmlReport.Render(report, videos, []));

        Assert.Equal(JsonNode.Parse(report.ToJson())!.ToJsonString(), data["report"]!.ToJsonString());
        Assert.Equal(0.5, (double?)data["start"]);
        for (int i = 0; i < videos.Length; i++)
        {
            Assert.Equal(videos[i].Scores, data["videos"]![i]!["scores"]!.AsArray().Select(score => (float)score!));
            Assert.Equal(string.Concat(videos[i].Labels.Select(label => float.IsNaN(label) ? "-" : $"{label}")), (string?)data["videos"]![i]!["labels"]);
        }
    }

    /// <summary>The page counts by itself when its slider moves; what it counts must be what the evaluator prints at that threshold.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    public void Script_AnyThreshold_GivesTheEvaluatorsFigures(int seed, int gap)
    {
        Assert.SkipUnless(HasNode(), "no 'node' to run the page's script with");
        VideoScores[] videos = Scored.Random(seed, videos: 12);
        foreach (double threshold in new[] { -10, -3, -1.5, 0, 0.5, 2, 10 })
        {
            OperatingPoint expected = OperatingPoint.Compute(videos, threshold, 10, gap);
            JsonNode actual = RunScript(HtmlReport.Render(VadEvaluator.Evaluate(videos, Options), videos, []), threshold, gap);
            Equal(expected.Recall, actual["recall"]);
            Equal(expected.Precision, actual["precision"]);
            Equal(expected.F1, actual["frameF1"]);
            Equal(expected.FalsePositiveRate, actual["falsePositiveRate"]);
            Equal(expected.FalseAlarmsPerHour, actual["falseAlarmsPerHour"]);
            Equal(expected.FalseAlarmEvents, actual["falseAlarmEvents"]);
            Equal(expected.AlarmEvents, actual["alarmEvents"]);
            Equal(expected.AnomalousEvents, actual["anomalousEvents"]);
            Equal(expected.EventPrecision, actual["eventPrecision"]);
            Equal(expected.EventRecall, actual["eventRecall"]);
            Equal(expected.EventF1, actual["eventF1"]);
            Equal(expected.EventIouF1, actual["eventIouF1"]);
            Equal(expected.DetectionDelayP50Seconds, actual["detectionDelayP50Seconds"]);
            Equal(expected.DetectionDelayP95Seconds, actual["detectionDelayP95Seconds"]);
        }
    }

    [Fact]
    public void Render_HostileNames_AreText()
    {
        VideoScores[] videos = [Scored.Video("</script><script>alert(1)</script>{{data}}", [1, 2], 0, 1)];
        string page = HtmlReport.Render(
            VadEvaluator.Evaluate(videos, Options, new EvaluationContext { DatasetName = "<b>\"set\"", CountWarning = "{{css}}" }), videos, []);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Equal("</script><script>alert(1)</script>{{data}}", (string?)Data(page)["videos"]![0]!["id"]);
        Assert.Equal(3, page.Split("</script>").Length);   // the data and the script
    }

    [Fact]
    public void Render_NoThreshold_StartsWhereMostEventsAreNoticed()
    {
        VideoScores[] videos = [Scored.Video("a", [5, 4, 1, 3], 1, 0, 0, 1)];
        JsonNode data = Data(HtmlReport.Render(VadEvaluator.Evaluate(videos, Options with { Threshold = double.NaN }), videos, []));
        Assert.Equal((double)MathF.BitDecrement(3), (double?)data["start"]);
    }

    [Fact]
    public void Render_NothingFromElsewhere_AndPartsForEveryone()
    {
        VideoScores[] videos = Scored.Random(seed: 5, videos: 3);
        string page = HtmlReport.Render(VadEvaluator.Evaluate(videos, Options), videos, []);
        Assert.DoesNotMatch("https?://", page);
        Assert.Contains("do not say whether it was set before the test", page, StringComparison.Ordinal);   // these scores have no model
        foreach (string part in new[] { "<html lang=", "<label for=\"threshold\"", "type=\"range\"", "aria-live", "prefers-color-scheme: dark", "@media print", "name=\"viewport\"" })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Render_TooManyFrames_IsRefused()
    {
        VideoScores[] videos = [new VideoScores("v", new float[HtmlReport.MaxFrames + 1], new float[HtmlReport.MaxFrames + 1])];
        VadEvaluationReport report = VadEvaluator.Evaluate([Scored.Video("v", [1, 2], 0, 1)], Options);
        Assert.False(HtmlReport.Holds(videos));
        Assert.Contains("500,000", Assert.Throws<VadException>(() => HtmlReport.Render(report, videos, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_OfAVideo_AreItsPeakWorstMissAndWorstFalseAlarm()
    {
        var format = new FrameFormat(24, 32, 1);
        byte[][] frames = [.. Enumerable.Range(0, 6).Select(i => Enumerable.Repeat((byte)(i * 40), format.FrameBytes).ToArray())];
        VideoSource set = VideoSource.FromFrames("gate", frames, format, 25, [0, 0, 1, 1, 1, 0]);
        VideoScores scores = new("gate", [0.1f, 0.7f, 0.9f, 0.2f, 0.8f, 0.3f], [0, 0, 1, 1, 1, 0])
        {
            Evidence = [.. Enumerable.Range(0, 6).Select(_ => new Evidence("motion", 2, new ScoredBox(0.25f, 0.5f, 0.1f, 0.2f, 3)))],
        };
        IReadOnlyList<ReportPicture> pictures = ReportPictures.Read(set, [scores], 0.5, TestContext.Current.CancellationToken);

        Assert.Equal([2, 3, 1, 5], pictures.Select(p => p.Frame));   // the peak, the lowest of the event, the highest of both normal stretches
        Assert.Contains("frame 3: score 0.2, does not alarm, labelled anomalous; rarest part: motion", pictures[1].Caption, StringComparison.Ordinal);
        Assert.Contains("frame 1: score 0.7, alarms, normal", pictures[2].Caption, StringComparison.Ordinal);
        Assert.All(pictures, p => Assert.Equal([0xff, 0xd8, 0xff], p.Jpeg.Span[..3].ToArray()));
        Assert.Contains("left:25%;top:50%;width:10%;height:20%", HtmlReport.Render(VadEvaluator.Evaluate([scores], Options), [scores], pictures), StringComparison.Ordinal);

        NormalPicture walker = new() { Part = "motion", Video = "morning", Frame = 12, Place = new ScoredBox(0.5f, 0.25f, 0.1f, 0.2f, 0), Jpeg = pictures[0].Jpeg };
        VideoScores compared = new("gate", scores.Scores, scores.Labels) { Evidence = [.. scores.Evidence.Select(why => why! with { Nearest = walker })] };
        string page = HtmlReport.Render(VadEvaluator.Evaluate([compared], Options), [compared], ReportPictures.Read(set, [compared], 0.5, TestContext.Current.CancellationToken));
        Assert.Contains("Normal life: training video morning, frame 12", page, StringComparison.Ordinal);
        Assert.Contains("left:50%;top:25%;width:10%;height:20%", page, StringComparison.Ordinal);
        Assert.Contains("rarest part: motion, below what is most like it in normal life", page, StringComparison.Ordinal);
    }

    private static JsonNode Data(string page) => JsonNode.Parse(page.Split("id=\"data\">")[1].Split("</script>")[0])!;

    private static void Equal(double expected, JsonNode? actual) => Assert.Equal(expected, actual is null ? double.NaN : (double)actual, 1e-9);

    private static bool HasNode() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));

    private JsonNode RunScript(string page, double threshold, int gap)
    {
        string path = Path.Combine(_folder, "page.js");
        string counting = page.Split("<script>")[1].Split("(() => {")[0];
        File.WriteAllText(path, FormattableString.Invariant($$"""
            {{counting}}
            const data = {{page.Split("id=\"data\">")[1].Split("</script>")[0]}};
            const videos = data.videos.map(v => ({ ...v, scores: Float32Array.from(v.scores) }));
            console.log(JSON.stringify(figuresAt(videos, {{threshold}}, 10, {{gap}})));
            """));
        using Process node = Process.Start(new ProcessStartInfo("node", path) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string answer = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return JsonNode.Parse(answer)!;
    }
}
