using System.Xml.Linq;
using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

public sealed class ScoreCurveSvgTests
{
    [Fact]
    public void Render_SmallVideo_IsXmlWithOneSpanThresholdAndCurve()
    {
        string svg = ScoreCurveSvg.Render(Scored.Video("v", [0, 1, 0.5f, 0.25f], 0, 1, 1, 0), 0.5, "a < b & c");
        XElement root = XDocument.Parse(svg).Root!;
        Assert.Equal("a < b & c", root.Elements().First().Value);
        Assert.Single(Curves(root));
        Assert.Equal(2, Filled(root, Palette.Anomalous).Count()); // the span and its legend
    }

    [Fact]
    public void Render_LongVideo_KeepsThePeakInFewPoints()
    {
        float[] scores = new float[90_000];
        scores[45_678] = 2;
        XElement root = XDocument.Parse(ScoreCurveSvg.Render(new VideoScores("long", scores, new float[90_000]), null, "long")).Root!;
        string path = Curves(root).Single().Attribute("d")!.Value;
        Assert.True(path.Length < 80_000, $"{path.Length} characters");
        double highest = path.Split('M', 'L').Where(p => p.Length > 0).Min(p => double.Parse(p.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        double lowest = path.Split('M', 'L').Where(p => p.Length > 0).Max(p => double.Parse(p.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(lowest - highest > 200, $"{highest} to {lowest}");
    }

    [Fact]
    public void Render_UnscoredFrames_BreaksTheCurve()
    {
        XElement root = XDocument.Parse(ScoreCurveSvg.Render(Scored.Video("v", [1, float.NaN, 2, 3], 0, 0, 0, 0), null, "t")).Root!;
        Assert.Equal(2, Curves(root).Single().Attribute("d")!.Value.Count(c => c == 'M'));
    }

    [Fact]
    public void Render_ManyVideos_SaysHowManyAreShown()
    {
        VideoScores[] videos = [.. Enumerable.Range(0, 30).Select(i => Scored.Video($"v{i}", [0, 1], 0, 1))];
        XElement root = XDocument.Parse(ScoreCurveSvg.Render(videos, 0.5, "set")).Root!;
        Assert.Equal("set (first 24 of 30 videos)", root.Elements().First().Value);
        Assert.Equal(24, Curves(root).Count());
    }

    [Fact]
    public void Render_NoScore_Throws() =>
        Assert.Throws<VadException>(() => ScoreCurveSvg.Render(Scored.Video("v", [float.NaN], 0), 0.5, "t"));

    private static IEnumerable<XElement> Curves(XElement root) =>
        root.Elements().Where(e => e.Name.LocalName == "path" && (string?)e.Attribute("stroke") == Palette.Curve);

    private static IEnumerable<XElement> Filled(XElement root, string colour) =>
        root.Descendants().Where(e => (string?)e.Attribute("fill") == colour);
}
