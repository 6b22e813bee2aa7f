using MlNetVad.Transforms.SceneCaption;

namespace MlNetVad.Tests.Transforms.SceneCaption;

/// <summary>The short text about a whole scene.</summary>
public sealed class SceneSummaryTests
{
    private const int MostWords = 34;

    private static readonly ObjectWords Walker = new(Speed: 2, Size: 2, Shape: 0, Direction: 4);
    private static readonly ObjectWords Hurrier = new(Speed: 4, Size: 1, Shape: 0, Direction: 1);
    private static readonly ObjectWords Stander = new(Speed: 0, Size: 3, Shape: 0, Direction: null);
    private static readonly ObjectWords Racer = new(Speed: 6, Size: 1, Shape: 0, Direction: 0);
    private static readonly ObjectWords Truck = new(Speed: 1, Size: 5, Shape: 0, Direction: 4);
    private static readonly ObjectWords Lying = new(Speed: 2, Size: 2, Shape: 6, Direction: 2);

    [Fact]
    public void Describe_NoObjects_SaysSo() => Assert.Equal("Nothing moves.", SceneSummary.Describe([]));

    [Fact]
    public void Describe_UsualObjects_CountsThemAndNamesTheFastest() =>
        Assert.Equal(
            "Several medium objects walk, two stand still. The fastest is a small object moving fast down-right. Nothing stands out.",
            SceneSummary.Describe([Stander, Walker, Walker, Hurrier, Walker, Walker, Stander]));

    [Fact]
    public void Describe_OneFact_ChangesItsWords()
    {
        Assert.Equal(
            "A few medium objects walk, none stand still. The fastest is a small object moving extremely fast right.",
            SceneSummary.Describe([Walker, Walker, Racer]));
        Assert.Equal(
            "A few medium objects walk, none stand still. The fastest is a medium object walking left. The largest is huge and moves slowly left.",
            SceneSummary.Describe([Walker, Walker, Truck]));
        Assert.Equal(
            "A few medium objects walk, none stand still. The fastest is a medium object walking down. One is very wide.",
            SceneSummary.Describe([Walker, Walker, Lying]));
        Assert.Equal(
            "Two small objects move slowly, one stands still. The fastest is a small object moving slowly left. Nothing stands out.",
            SceneSummary.Describe([Stander, Truck with { Size = 1 }, Truck with { Size = 1 }]));
    }

    [Fact]
    public void Describe_LargestIsTheFastest_SaysItOnce() =>
        Assert.Equal(
            "Two large objects walk, none stand still. The fastest is a very large object walking left.",
            SceneSummary.Describe([Walker with { Size = 3 }, Walker with { Size = 4 }]));

    [Fact]
    public void Describe_LargeButNotRare_DoesNotStandOut() =>
        Assert.Equal(
            "Several medium objects walk, none stand still. The fastest is a small object moving fast down-right. Nothing stands out.",
            SceneSummary.Describe([Walker with { Size = 3 }, Walker, Walker, Walker, Hurrier]));

    [Fact]
    public void Describe_EverythingStands_NamesTheStill() =>
        Assert.Equal(
            "Nothing moves, one stands still. The fastest is a large object standing still. Nothing stands out.",
            SceneSummary.Describe([Stander]));

    [Fact]
    public void Describe_SlightlyUnusualShape_IsNotSaid() =>
        Assert.Equal(SceneSummary.Describe([Walker, Hurrier]), SceneSummary.Describe([Walker with { Shape = 2 }, Hurrier with { Shape = 4 }]));

    [Fact]
    public void Describe_OneMoreOfTheUsual_IsTheSame()
    {
        List<ObjectWords> crowd = [.. Enumerable.Repeat(Walker, 20), Hurrier, Stander];

        Assert.Equal(SceneSummary.Describe([.. crowd]), SceneSummary.Describe([.. crowd, Walker with { Speed = 3, Direction = 0 }]));
        Assert.NotEqual(SceneSummary.Describe([.. crowd]), SceneSummary.Describe([.. crowd, Racer]));
    }

    [Fact]
    public void Describe_AnyOrder_IsTheSame()
    {
        ObjectWords[] objects = [Walker, Racer, Stander, Truck, Walker with { Direction = 0 }, Lying, Racer with { Direction = 3 }, Hurrier];
        string expected = SceneSummary.Describe([.. objects]);
        for (int shift = 1; shift < objects.Length; shift++)
        {
            Assert.Equal(expected, SceneSummary.Describe([.. objects[shift..], .. objects[..shift]]));
        }
    }

    [Fact]
    public void Describe_AnyObjects_IsShort()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 3000; trial++)
        {
            List<ObjectWords> objects = [.. Enumerable.Range(0, 1 + (trial % 60)).Select(_ => Any(random))];
            string caption = SceneSummary.Describe(objects);
            Assert.InRange(caption.Split(' ').Length, 12, MostWords);
            Assert.EndsWith(".", caption, StringComparison.Ordinal);
        }
    }

    private static ObjectWords Any(Random random)
    {
        int speed = random.Next(Vocabulary.Speeds.Count);
        return new(speed, random.Next(Vocabulary.Sizes.Count), random.Next(Vocabulary.Shapes.Count), speed > 0 ? random.Next(Vocabulary.Directions.Count) : null);
    }
}
