using MlNetVad.Evaluation;

namespace MlNetVad.Tests.Evaluation;

/// <summary>Where a frame's score points, by what the model says of places.</summary>
public sealed class FramePlaceTests
{
    private static readonly ScoredBox[] Objects = [new(6, 3, 12, 9, 0.2f), new(30, 15, 6, 3, 0.7f)];

    // the largest cell is the second of the second row
    private static readonly ErrorMap Map = ErrorMap.Of([1, 1, 1, 1, 1, 1, 9, 1, 1, 6, 1, 1, 1, 1, 1], columns: 5);

    [Fact]
    public void FindPlace_OfParts_IsTheRarestPartsOrNone()
    {
        var box = new ScoredBox(0.25f, 0.5f, 0.1f, 0.2f, 3);

        Assert.Equal(box, (Frame(Objects) with { Evidence = new Evidence("motion", 2, box), ErrorMap = Map }).FindPlace(60, 30));
        Assert.Null((Frame(Objects) with { Evidence = new Evidence("scene", 2, Place: null) }).FindPlace(60, 30));
    }

    [Fact]
    public void FindPlace_OfObjects_IsTheHighestOnesInSharesOfThePicture() =>
        Assert.Equal(new ScoredBox(0.5f, 0.5f, 0.1f, 0.1f, 0.7f), Frame(Objects).FindPlace(60, 30));

    [Fact]
    public void FindPlace_OfAnErrorMap_IsTheRegionOfTheLargestError()
    {
        ScoredBox place = (Frame([]) with { ErrorMap = Map }).FindPlace(60, 30)!.Value;

        Assert.Equal([0.2, 1 / 3.0, 0.2, 1 / 3.0], new double[] { place.X, place.Y, place.Width, place.Height }, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void FindPlace_OfAScoreAlone_IsNone() => Assert.Null(Frame([]).FindPlace(60, 30));

    private static FrameScore Frame(ScoredBox[] objects) => new("01", 3, 0.8f, IsAnomaly: true, float.NaN, IsFilled: false, objects);
}
