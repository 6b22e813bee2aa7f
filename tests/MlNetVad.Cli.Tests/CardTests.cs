using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tests;

public sealed class CardTests(SmallModel model) : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Card_TrainedModel_SaysWhatItWasTrainedOn()
    {
        CliResult result = Cli.Run("inspect", model.Path, "--card");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.StartsWith("# Model card: model\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("| video | synthetic scene train: 2 videos, 180 frames, 7.2 seconds |", result.Out, StringComparison.Ordinal);
        Assert.Contains("| pictures | 160×120 |", result.Out, StringComparison.Ordinal);
        Assert.Contains("| frames a second | 25 |", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"\| light \| mean grey level \d+ to \d+ of 255", result.Out);
        Assert.Contains("- It saw 7.2 seconds of normal life", result.Out, StringComparison.Ordinal);
        Assert.Contains("- None at hand: 'mlnetvad evaluate' measures the model", result.Out, StringComparison.Ordinal);
        Assert.Contains("| normal scores' false-alarm quantile |", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Card_WithReport_HasItsFigures()
    {
        Assert.Equal(ExitCode.Success, Cli.Run("evaluate", "-m", model.Path, "-d", SmallModel.Scene, "-o", _workspace["results"], "-q").ExitCode);
        double auc = (double)JsonNode.Parse(File.ReadAllText(_workspace["results/report.json"]))!["microAuc"]!;

        CliResult result = Cli.Run("inspect", model.Path, "--card", "--report", _workspace["results"], "-o", _workspace["results/card.html"], "--json");
        CliResult again = Cli.Run("inspect", model.Path, "--card", "--report", _workspace["results/report.json"], "-o", _workspace["results/card.html"]);

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.True(again.ExitCode == ExitCode.Success, again.ToString());
        string html = File.ReadAllText(_workspace["results/card.html"]), markdown = (string)JsonNode.Parse(result.Out)!["markdown"]!;
        Assert.All([html, markdown], card => Assert.Contains(FormattableString.Invariant($"{auc:0.0000} raw scores"), card, StringComparison.Ordinal));
        Assert.All([html, markdown], card => Assert.Contains("Trivial baselines on the same frames", card, StringComparison.Ordinal));
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);   // nothing is fetched
    }

    [Fact]
    public void Card_ModelWithoutRecord_SaysNotStored()
    {
        SaveWithoutRecord("old.zip");

        CliResult result = Cli.Run("inspect", _workspace["old.zip"], "--card");

        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.Contains("Not stored: the model was trained by an earlier version", result.Out, StringComparison.Ordinal);
        Assert.Contains("does not say what it has not seen", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("end it with .md or .html", "--card", "-o", "{0}/card.txt")]
    [InlineData("would replace the input", "--card", "--report", "{0}/other.md", "-o", "{0}/other.md")]
    [InlineData("cannot be read", "--card", "--report", "{0}/none.json")]
    [InlineData("is not of the model", "--card", "--report", "{0}/other.json")]
    public void Card_WhatDoesNotFit_IsRefusedInASentence(string expected, params string[] args)
    {
        SaveWithoutRecord("old.zip");
        Cli.Run("evaluate", "-m", model.Path, "-d", SmallModel.Scene, "-o", _workspace["results"], "-q");
        File.Copy(_workspace["results/report.json"], _workspace["other.json"]);
        File.Copy(_workspace["results/report.json"], _workspace["other.md"]);

        CliResult result = Cli.Run(["inspect", _workspace["old.zip"], .. args.Select(arg => arg.Replace("{0}", _workspace.Folder, StringComparison.Ordinal))]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains(expected, Assert.Single(result.Complaints), StringComparison.Ordinal);
    }

    private void SaveWithoutRecord(string name)
    {
        var ml = new MLContext(seed: 1);
        IDataView rows = VideoData.Load(ml, VideoSource.FromPath("synthetic:scene?videos=1&frames=30"), new VideoOptions { ClipLength = 2 });
        VadModel.Save(ml, ml.Transforms.FrameDifference("Motion", "Clip").Fit(rows), rows.Schema, _workspace[name]);
    }
}
