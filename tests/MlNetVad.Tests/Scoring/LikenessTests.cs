using MlNetVad.Scoring;
using MlNetVad.Trainers;

namespace MlNetVad.Tests.Scoring;

public sealed class LikenessTests
{
    private const int Person = 0, Bicycle = 1, Cart = 7;

    [Theory]
    [InlineData(RedefinedAs.Normal, 5, 1)]       // what an example shows gets the usual score
    [InlineData(RedefinedAs.Normal, 4, 1)]
    [InlineData(RedefinedAs.Normal, 7, 3)]
    [InlineData(RedefinedAs.Anomalous, 7, 0)]
    [InlineData(RedefinedAs.Anomalous, 4, 1)]
    public void Amount_IsWhatIsMoreThanTheExample(RedefinedAs meaning, float amount, float expected) =>
        Assert.Equal(expected, new AmountLikeness(typical: 1).Distance([amount], amount, [5], meaning));

    [Theory]
    [InlineData(RedefinedAs.Normal, 9)]
    [InlineData(RedefinedAs.Anomalous, 5)]
    public void Amount_Pick_TakesTheLargestOrTheMedian(RedefinedAs meaning, float expected)
    {
        var seen = new VectorSet(1);
        foreach (float amount in (float[])[9, 1, 5])
        {
            seen.Add([amount]);
        }

        Assert.Equal([expected], new AmountLikeness(typical: 1).Pick(seen, meaning));
    }

    [Fact]
    public void Between_IsTheSameBothWaysAndOfAnySizeOrPace()
    {
        MotionLikeness motion = Motion(null);
        float[] walker = [1, 0, 1, -1], runner = [1, 0, 4, -1], cart = [1, 0, 9, 3], crossing = [0, 1, 1, -1];
        Assert.Equal(3, motion.Between(walker, runner), 1e-5f);
        Assert.Equal(5, motion.Between(cart, runner), 1e-5f);      // above the cap of 2, and larger
        Assert.Equal(8, motion.Between(walker, cart), 1e-5f);
        Assert.Equal(10, motion.Between(walker, crossing), 1e-5f);
        Assert.Equal(motion.Between(walker, runner), motion.Between(runner, walker));
        Assert.Equal((2f, 2f), (new AmountLikeness(typical: 1).Between([5], [3]), new AmountLikeness(typical: 1).Between([3], [5])));
    }

    [Fact]
    public void Directions_DoNotCountLength()
    {
        var likeness = new VectorLikeness(2, directions: true);
        Assert.Equal(0, likeness.Distance([2, 0], 1, [5, 0], RedefinedAs.Normal), 1e-6f);
        Assert.Equal(MathF.Sqrt(2), likeness.Distance([2, 0], 1, [0, 3], RedefinedAs.Normal), 1e-6f);
    }

    [Theory]
    [InlineData(2, -1, 0, 4, 0)]                            // as fast, as large
    [InlineData(1.5, -1.5, 0, 4, 0)]                        // slower and smaller
    [InlineData(2.5, -1, 0, 4, 0.5)]                        // faster
    [InlineData(2, -0.9, 0, 4, float.PositiveInfinity)]     // larger
    [InlineData(2, -1, 1, 4, 2)]                            // another way, which is unusual
    [InlineData(2, -1, 1, 1.25, 0.25)]                      // another way, which is normal: its pace alone gives 1
    public void Motion_OfANormalExample_AllowsWhatIsLess(float pace, float size, float way, float score, float expected)
    {
        Assert.Equal(expected, Motion(null).Distance([1 - way, way, pace, size], score, [1, 0, 2, -1], RedefinedAs.Normal), 1e-5f);
    }

    [Theory]
    [InlineData(Bicycle, Bicycle, -1, 0)]
    [InlineData(Bicycle, Bicycle, 3, 0)]                            // one with others in the foreground: what it is called says more than its size
    [InlineData(Bicycle, Cart, -1, float.PositiveInfinity)]
    [InlineData(Bicycle, Person, -1, float.PositiveInfinity)]
    [InlineData(Person, Person, -1, 0)]
    [InlineData(Person, Person, 3, float.PositiveInfinity)]         // may ride what the detector does not see
    public void Motion_OfAnExampleWithAClass_IsThatOfItsClass(int example, int thing, float size, float expected)
    {
        Assert.Equal(expected, Motion(Person).Distance([1, 0, 2, size, thing], 4, [1, 0, 2, -1, example], RedefinedAs.Normal), 1e-5f);
        Assert.Equal(size < 0 ? expected : float.PositiveInfinity, Motion(Person).Distance([1, 0, 2, size, thing], 4, [1, 0, 2, -1, example], RedefinedAs.Anomalous), 1e-5f);
    }

    [Fact]
    public void Motion_Pick_LeavesOutPersonsBesideWhatHasAClass()
    {
        var seen = new VectorSet(5);
        seen.Add([1, 0, 2, -1, Person]);
        Assert.Equal(5, Motion(Person).Pick(seen, RedefinedAs.Normal).Length);
        seen.Add([1, 0, 3, -1, Bicycle]);
        Assert.Equal([1, 0, 3, -1, Bicycle], Motion(Person).Pick(seen, RedefinedAs.Normal));
    }

    [Fact]
    public void Motion_IsReadAsItWasWritten()
    {
        foreach (int? person in (int?[])[null, -1, Person])
        {
            var stream = new MemoryStream();
            Motion(person).Write(new BinaryWriter(stream));
            stream.Position = 0;
            MotionLikeness read = Assert.IsType<MotionLikeness>(Likeness.Read(new BinaryReader(stream)));
            Assert.Equal((person, Motion(person).Width, stream.Length), (read.Person, read.Width, stream.Position));
        }
    }

    [Theory]
    [InlineData("person,bicycle", 0)]
    [InlineData("car,person", 1)]
    [InlineData("car,truck", -1)]
    [InlineData(",,car", null)]        // the others are left out
    [InlineData("object", null)]
    [InlineData("", null)]
    public void PersonOf_OneNameOrNone_TellsNothing(string classes, int? expected) => Assert.Equal(expected, ThingClasses.PersonOf(classes.Split(',')));

    [Theory]
    [InlineData(0, Bicycle)]    // rides
    [InlineData(1, Bicycle)]
    [InlineData(2, Person)]     // stands beside
    [InlineData(3, Cart)]
    [InlineData(4, Cart)]       // shares less of his place with the bicycle
    public void ClassOfAThing_OfAPersonIsWhatHeSharesHisPlaceWith(int thing, int expected)
    {
        float[] boxes =
        [
            10, 10, 10, 20, 1, Person, 8, 20, 14, 14, 1, Bicycle, 24, 10, 10, 20, 1, Person, 40, 0, 30, 30, 1, Cart, 40, 5, 10, 20, 1, Person,
        ];
        Assert.Equal(expected, ThingClasses.At(boxes, thing, Person));
    }

    [Fact]
    public void SizeAt_IsThatOfWhatTheBoxLiesIn()
    {
        float[] boxes = [0, 0, 10, 10, 1, 0, 5, 0, 100, 100, 1, 0], shapes = [0, 0, 0, 0, -2, 0, 0, 0, 0, 0, 0, 1, 0, 0];
        Assert.Equal(-2, MovingColumns.SizeAt([1, 1, 4, 4, 1, 0], shapes, boxes));
        Assert.Equal(1, MovingColumns.SizeAt([50, 50, 4, 4, 1, 0], shapes, boxes));
        Assert.Equal(-2, MovingColumns.SizeAt([6, 1, 3, 3, 1, 0], shapes, boxes));   // in both: the smaller
        Assert.Equal(float.NegativeInfinity, MovingColumns.SizeAt([500, 500, 4, 4, 1, 0], shapes, boxes));
    }

    private static MotionLikeness Motion(int? person) =>
        new(2, new PartCalibration("Modes", null, 0, 0, 0.1f), new PartCalibration("Pace", null, 0, 1, 2), cap: 2, sizes: 0.5f, person);
}
