using System.Text.Json.Nodes;

namespace MlNetVad.Cli.Tests;

public sealed class EvaluateScoresTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public EvaluateScoresTests()
    {
        _workspace.WriteFrames("set/gate", 20);
        _workspace.WriteFrames("set/yard", 20);
        _workspace.Write("set/labels.csv", "video,first,last\ngate,5,9\nyard,12,15\n");
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Evaluate_Scores_WritesWhatAModelsEvaluationWrites()
    {
        Write("mine.csv", frame => frame / 20.0);

        CliResult result = Cli.Run("evaluate", "--scores", _workspace["mine.csv"], "-d", _workspace["set"], "-o", _workspace["out"], "--threshold", "0.5", "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode report = JsonNode.Parse(result.Out)!;
        Assert.Equal(9, (int?)report["dataset"]!["anomalous"]);
        Assert.Equal(0.5, (double?)report["operatingPoint"]!["threshold"]);
        Assert.True(File.Exists(_workspace["out/report.json"]) && File.Exists(_workspace["out/scores.csv"]) && File.Exists(_workspace["out/curve.svg"]) && File.Exists(_workspace["out/report.html"]));

        CliResult compared = Cli.Run("compare", _workspace["out"], _workspace["out"], "--json");
        Assert.Equal((double?)report["microAuc"], (double?)JsonNode.Parse(compared.Out)![0]!["microAuc"]);
    }

    [Fact]
    public void Evaluate_ScoresAndALabelTable_NeedNoVideo()
    {
        Write("mine.csv", frame => frame / 20.0);
        CliResult withVideo = Cli.Run("evaluate", "--scores", _workspace["mine.csv"], "-d", _workspace["set"], "--json");
        CliResult result = Cli.Run("evaluate", "--scores", _workspace["mine.csv"], "--labels", _workspace["set/labels.csv"], "-o", _workspace["out"], "--json");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode report = JsonNode.Parse(result.Out)!;
        Assert.Equal((double?)JsonNode.Parse(withVideo.Out)!["microAuc"], (double?)report["microAuc"]);
        Assert.True(File.Exists(_workspace["out/report.html"]));
    }

    [Fact]
    public void Evaluate_TooManyFramesForAPage_LeavesNoEarlierPage()
    {
        _workspace.Write("out/report.html", "of other scores");
        _workspace.Write("long.csv", "video,frame,score\n" + string.Concat(Enumerable.Range(0, Evaluation.HtmlReport.MaxFrames + 1).Select(frame => $"gate,{frame},{frame % 7}\n")));
        _workspace.Write("labels.csv", "video,first,last\ngate,5,9\n");

        CliResult result = Cli.Run("evaluate", "--scores", _workspace["long.csv"], "--labels", _workspace["labels.csv"], "-o", _workspace["out"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.False(File.Exists(_workspace["out/report.html"]));
        Assert.True(File.Exists(_workspace["out/report.json"]));
        Assert.Contains("report.html is left out", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_LabelsBeyondTheScores_AreRefused()
    {
        Write("short.csv", frame => frame, frames: 9);
        CliResult result = Cli.Run("evaluate", "--scores", _workspace["short.csv"], "--labels", _workspace["set/labels.csv"]);
        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("Video 'gate' has 9 frames but its labels name the anomalous frames 5 to 9", Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate", "--scores", "a.csv")]
    [InlineData("evaluate", "--scores", "a.csv", "--labels", "l.csv", "-d", "set")]
    [InlineData("evaluate", "-m", "m.zip", "--labels", "l.csv")]
    public void Evaluate_WithoutOneSourceOfLabels_IsAUsageError(params string[] args) => Assert.Equal(ExitCode.Usage, Cli.Run(args).ExitCode);

    [Fact]
    public void Evaluate_FolderOfMethods_IsOneTable()
    {
        Write("methods/late.csv", frame => frame);
        Write("methods/good.csv", frame => frame is >= 5 and <= 15 ? 1 : 0);

        CliResult result = Cli.Run("evaluate", "--scores", _workspace["methods"], "-d", _workspace["set"], "-o", _workspace["out"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        foreach (string part in new[] { "2 methods on", "good", "late", "trivial: frame index", "mlnetvad compare" })
        {
            Assert.Contains(part, result.Out, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(_workspace["out/good/report.json"]) && File.Exists(_workspace["out/late/report.json"]));
    }

    [Fact]
    public void Evaluate_ScoresThatDoNotFit_AreRefusedAndNothingIsWritten()
    {
        Write("short.csv", frame => frame, frames: 18);

        CliResult result = Cli.Run("evaluate", "--scores", _workspace["short.csv"], "-d", _workspace["set"], "-o", _workspace["out"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("video 'gate': frames 18 to 19 are missing (20 in the set); video 'yard': frames 18 to 19", Assert.Single(result.Complaints), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace["out"]));
    }

    [Fact]
    public void Evaluate_VideoFile_CountsItsFramesByDecoding()
    {
        _workspace.WriteVideo("films/gate.mp4", 25);
        _workspace.Write("films/labels.csv", "video,first,last\ngate,5,9\n");
        _workspace.Write("mine.csv", "video,frame,score\n" + string.Concat(Enumerable.Range(0, 26).Select(frame => $"gate,{frame},1\n")));

        CliResult result = Cli.Run("evaluate", "--scores", _workspace["mine.csv"], "-d", _workspace["films"]);

        Assert.Contains("video 'gate': frame 25 is not in the set (25 there)", Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    private void Write(string file, Func<int, double> score, int frames = 20) => _workspace.Write(file, "video,frame,score\n" + string.Concat(
        new[] { "gate", "yard" }.SelectMany(video => Enumerable.Range(0, frames).Select(frame => FormattableString.Invariant($"{video},{frame},{score(frame)}\n")))));
}
