using System.Globalization;
using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using MlNetVad.TestSupport;

namespace MlNetVad.Cli.Tests;

/// <summary>The evaluation's page and the model card in a real browser.</summary>
public sealed class ReportPageTests(SmallModel model, Chromium browser) : IClassFixture<Chromium>, IDisposable
{
    private const long MostBytes = 5_000_000;
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Page_Slider_MovesTheFiguresToWhatEvaluatePrintsThere()
    {
        Evaluate();
        (IPage page, List<string> faults) = await browser.OpenAsync(_workspace["results/report.html"]);
        double[] steps = Steps(JsonNode.Parse(await page.Locator("#data").InnerHTMLAsync())!);
        ILocator slider = page.Locator("#threshold");
        Assert.Equal($"{steps.Length - 1}", await slider.GetAttributeAsync("max"));
        string begun = await page.Locator("#tiles").InnerTextAsync();

        List<string> seen = [];
        foreach (int step in new[] { 0, steps.Length / 3, steps.Length * 2 / 3, steps.Length - 1 })
        {
            await slider.FillAsync($"{step}");

            Assert.Equal(steps[step].ToString("F4", CultureInfo.InvariantCulture), await page.Locator("#threshold-value").InnerTextAsync());
            string[] tiles = [.. await page.Locator("#tiles dd").AllInnerTextsAsync()];
            Assert.Equal(Expected(steps[step]), tiles);
            seen.Add(string.Join('|', tiles));
        }

        Assert.Equal(4, seen.Distinct().Count());
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");   // by keyboard, too
        Assert.Equal($"{steps.Length - 2}", await slider.InputValueAsync());
        await page.Locator("#reset").ClickAsync();
        Assert.Equal(begun, await page.Locator("#tiles").InnerTextAsync());
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task Pages_LightDarkAndPhone_HaveNoAccessibilityFaultAndFitTheScreen(ColorScheme scheme, int width)
    {
        Evaluate();
        Assert.Equal(ExitCode.Success, Cli.Run("inspect", model.Path, "--card", "--report", _workspace["results"], "-o", _workspace["results/card.html"], "-q").ExitCode);
        foreach (string file in new[] { "report.html", "card.html" })
        {
            (IPage page, List<string> faults) = await browser.OpenAsync(_workspace[$"results/{file}"], scheme, width);

            AxeResult axe = await page.RunAxe();

            Assert.Empty(axe.Violations.Select(v => $"{file}: {v.Id}, {v.Help}: {string.Join("; ", v.Nodes.Take(3).Select(node => node.Html))}"));
            Assert.NotEmpty(axe.Passes);
            Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
            Assert.Empty(faults);
        }
    }

    [Fact]
    public async Task Page_Ped2_OpensWithoutAnErrorAndIsSmall()
    {
        string scores = TestData.Require("golden/objects/frame_scores_m10.csv"), set = TestData.Require("ped2");
        _workspace.Write("ped2.csv", "video,frame,score\n" + string.Join('\n', File.ReadLines(scores).Skip(1)));
        CliResult result = Cli.Run("evaluate", "--scores", _workspace["ped2.csv"], "-d", set, "-o", _workspace["results"], "-q", "--json");
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());

        (IPage page, List<string> faults) = await browser.OpenAsync(_workspace["results/report.html"]);

        Assert.Contains(((double)JsonNode.Parse(result.Out)!["microAuc"]!).ToString("0.0000", CultureInfo.InvariantCulture), await page.Locator(".lead").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(12, await page.Locator("#curves figure").CountAsync());
        Assert.True(await page.Locator(".pictures img").CountAsync() > 12);
        Assert.True(await page.EvaluateAsync<bool>("[...document.images].every(image => image.complete && image.naturalWidth > 0)"));
        Assert.InRange(new FileInfo(_workspace["results/report.html"]).Length, 100_000, MostBytes);
        Assert.Empty(faults);
    }

    private void Evaluate()
    {
        CliResult result = Cli.Run("evaluate", "-m", model.Path, "-d", SmallModel.Scene, "-o", _workspace["results"], "-q");
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        Assert.InRange(new FileInfo(_workspace["results/report.html"]).Length, 10_000, MostBytes);
    }

    // the page has a step at each score that occurs, and one where it starts
    private static double[] Steps(JsonNode data) =>
        [.. data["videos"]!.AsArray().SelectMany(video => video!["scores"]!.AsArray()).Select(score => (double)(float)score!).Append((double)data["start"]!).Distinct().Order()];

    private string[] Expected(double threshold)
    {
        CliResult result = Cli.Run(
            "evaluate", "--scores", _workspace["results/scores.csv"], "-d", SmallModel.Scene, "--threshold", threshold.ToString("R", CultureInfo.InvariantCulture), "--json", "-q");
        Assert.True(result.ExitCode == ExitCode.Success, result.ToString());
        JsonNode point = JsonNode.Parse(result.Out)!["operatingPoint"]!;
        string Percent(string name) => (double?)point[name] is { } value ? (100 * value).ToString("F1", CultureInfo.InvariantCulture) + " %" : "–";
        string Digits(string name, string format, string unit = "") => (double?)point[name] is { } value ? value.ToString(format, CultureInfo.InvariantCulture) + unit : "–";
        int events = (int)point["anomalousEvents"]!;
        return
        [
            Percent("recall"), Percent("falsePositiveRate"), Percent("precision"), Percent("f1"),
            $"{Math.Round(((double?)point["eventRecall"] ?? 0) * events)} of {events}", Digits("falseAlarmsPerHour", "F1"),
            Percent("eventF1"), Percent("eventIouF1"), Digits("detectionDelayP50Seconds", "F2", " s"),
        ];
    }
}
