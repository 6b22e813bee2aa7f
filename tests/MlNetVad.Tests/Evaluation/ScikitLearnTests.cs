using System.Globalization;
using System.Text.Json.Nodes;
using MlNetVad.Evaluation;
using MlNetVad.Evaluation.Metrics;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Evaluation;

/// <summary>Two hundred random sets, ties and single-class videos among them, against scikit-learn and numpy; <c>Golden/ranking_cases.py</c> wrote their figures.</summary>
public sealed class ScikitLearnTests
{
    private static readonly JsonNode Golden = JsonNode.Parse(File.ReadAllText(Path.Combine(TestData.Repository, "tests/MlNetVad.Tests/Evaluation/Golden/ranking-cases.json")))!;

    [Fact]
    public void Golden_Cases_HoldWhatMakesThemHard()
    {
        JsonNode[] cases = [.. Golden["cases"]!.AsArray().Select(node => node!)];

        Assert.Equal(200, cases.Length);
        Assert.InRange(cases.Count(c => c["auc"] is null), 20, 100);           // sets of one class
        Assert.InRange(cases.Count(c => c["interval"] is not null), 100, 200);
        Assert.True(cases.Count(c => Videos(c).Any(v => v.Labels.Contains(0f) != v.Labels.Contains(1f))) > 100);
        Assert.True(cases.Count(c => Videos(c).Any(v => v.Scores.Distinct().Count() < v.Scores.Length)) > 150);
    }

    [Fact]
    public void Ranking_RandomSets_EqualsScikitLearn() => EachCase((videos, expected) =>
    {
        float[] scores = [.. videos.SelectMany(v => v.Scores)], labels = [.. videos.SelectMany(v => v.Labels)];

        AssertNear(expected, "auc", RocAuc.Compute(scores, labels));
        AssertNear(expected, "averagePrecision", AveragePrecision.Compute(scores, labels));
        AssertNear(expected, "equalErrorRate", EqualErrorRate.Compute(scores, labels));
        AssertNear(expected, "macroAuc", MacroAuc.Compute(videos).Value);
    });

    [Fact]
    public void OperatingPoint_RandomSets_EqualsScikitLearn() => EachCase((videos, expected) =>
    {
        OperatingPoint point = OperatingPoint.Compute(videos, (double)expected["threshold"]!, framesPerSecond: 25, mergeGapFrames: 0);

        AssertNear(expected, "precision", point.Precision);
        AssertNear(expected, "recall", point.Recall);
        AssertNear(expected, "falsePositiveRate", point.FalsePositiveRate);
        AssertNear(expected, "f1", point.F1);
    });

    [Fact]
    public void Interval_RandomSets_EqualsNumpyOnTheSameDraws() => EachCase((videos, expected) =>
    {
        VideoBootstrap interval = VideoBootstrap.Compute(videos, (int)Golden["resamples"]!, (int)expected["seed"]!);

        Assert.Equal((double?)expected["interval"]?[0] ?? double.NaN, interval.Low, 12);
        Assert.Equal((double?)expected["interval"]?[1] ?? double.NaN, interval.High, 12);
    });

    private static void EachCase(Action<VideoScores[], JsonNode> check) =>
        Assert.All(Golden["cases"]!.AsArray(), expected => check(Videos(expected!), expected!));

    private static VideoScores[] Videos(JsonNode expected) => [.. expected["videos"]!.AsArray().Select((video, i) => new VideoScores(
        i.ToString(CultureInfo.InvariantCulture),
        [.. video!["scores"]!.AsArray().Select(score => (float)score!)],
        [.. ((string)video["labels"]!).Select(label => label == '-' ? float.NaN : label - '0')]))];

    private static void AssertNear(JsonNode expected, string name, double actual) => Assert.Equal((double?)expected[name] ?? double.NaN, actual, 12);
}
