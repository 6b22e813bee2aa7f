using MlNetVad.Scoring;
using MlNetVad.Transforms;
using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Tests.Scoring;

public sealed class MadeKindTests
{
    private static readonly MotionOptions Motion = new();

    [Fact]
    public void Faster_ThreeThings_TheMiddleOneIs()
    {
        float[] speeds = [1, 2, 3];
        Assert.True(Change(MadeKinds.Faster("motion", "Speed", "Flow", Motion), 1, speeds));
        Assert.Equal([1, 5, 3], speeds);
        Assert.False(Change(MadeKinds.Faster("motion", "Speed", "Flow", Motion), 1, [1, 0, 3]));   // it stands
    }

    [Fact]
    public void Faster_Flow_IsThatOfAThingSoFast()
    {
        float[] walks = Flow(2, 0), runs = Flow(5, 0), stands = Flow(0, 0);
        float[] things = [.. walks, .. walks, .. stands];
        Assert.True(MadeKinds.Faster("motion", "Speed", "Flow", Motion).Changes[0].Change([], Motion.DescriptorLength)(things));
        Assert.All(things.Zip((float[])[.. walks, .. runs, .. stands]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        new FlowHistogram(Motion).SpeedUp(stands, 2.5f);
        Assert.All(stands.Zip(Flow(0, 0)), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void AnotherWay_WhoGoesRight_GoesDownAtTheSameSpeed()
    {
        float[] standing = Flow(0, 0), right = Flow(2, 0), down = Flow(0, 2);
        float[] things = [.. standing, .. right];
        Assert.True(Change(MadeKinds.AnotherWay("motion", "Flow", Motion), Motion.DescriptorLength, things));
        Assert.Equal([.. standing, .. down], things);
        Assert.False(Change(MadeKinds.AnotherWay("motion", "Flow", Motion), Motion.DescriptorLength, [.. standing]));

        float[] turned = [.. Flow(1.3f, 0.4f)];
        for (int quarter = 0; quarter < 4; quarter++)
        {
            Change(MadeKinds.AnotherWay("motion", "Flow", Motion), Motion.DescriptorLength, turned);
        }

        Assert.Equal(Flow(1.3f, 0.4f), turned);   // all the way round
    }

    [Fact]
    public void Larger_Thing_IsTwiceAsTallAndWideInItsPlace()
    {
        float[] shape = [1, 2, 0.5f, -1, -0.5f, -0.75f, 0.25f];
        Assert.True(Change(MadeKinds.Larger("posture", "Present"), 7, shape));
        Assert.Equal([1, 2, 1.5f, 0, 0.5f, -0.75f, 0.25f], shape);
    }

    [Fact]
    public void OnItsSide_WhoStood_LiesInHisPlace()
    {
        float[] shapes = [1, 2, 0.5f, -1, -0.5f, -0.75f, 0.25f, 3, 4, 0, 0, 0, 0, 0];
        float[] before = [.. shapes];
        Assert.True(Change(MadeKinds.OnItsSide("posture", "Present"), 7, shapes.AsSpan(0, 7)));
        Assert.Equal([1, 2, -1, 0.5f, -0.5f, 0.75f, -0.25f], shapes[..7]);
        Change(MadeKinds.OnItsSide("posture", "Present"), 7, shapes.AsSpan(0, 7));
        Assert.Equal(before, shapes);
    }

    [Fact]
    public void Elsewhere_ThingsAlongAnL_GoesToTheEmptyCorner()
    {
        float[][] normal = [.. Enumerable.Range(0, 11).SelectMany(i => (float[][])[[i, 0, 9, 9, 9, 9, 9], [0, i, 9, 9, 9, 9, 9]])];
        float[] shape = [1, 2, 3, 4, 5, 6, 7];
        Assert.True(Change(MadeKinds.Elsewhere("posture", "Present"), 7, shape, normal));
        Assert.Equal([10, 10, 3, 4, 5, 6, 7], shape);
    }

    [Theory]
    [InlineData(2, 13)]         // log2 of 1 + seconds: 3 s were the longest
    [InlineData(9, 601)]        // what stays longer than ten minutes is scene
    public void Stays_Thing_FourTimesTheLongestAndTenMinutesAtMost(float longest, float expected)
    {
        float[] stay = [1, 2, 3, 0.5f];
        Assert.True(Change(MadeKinds.Stays("stay", "Stay"), 4, stay, [0, 0, 0, 1, 0, 0, 0, longest]));
        Assert.Equal([1, 2, 3, MathF.Log2(expected)], stay);
    }

    [Fact]
    public void More_Amount_IsTwoAndAHalfTimesAsMuch()
    {
        float[] amount = [2], none = [0];                   // log2 of 1 + 3
        Assert.True(Change(MadeKinds.More("amount", "Area"), 1, amount));
        Assert.Equal(MathF.Log2(8.5f), amount[0]);
        Assert.False(Change(MadeKinds.More("amount", "Area"), 1, none));
    }

    [Fact]
    public void AnotherPicture_Difference_IsLaidOnTwiceAndNeverBelowZero()
    {
        float[][] normal = [[5, 5], [], [1, 1], [2, 0]];    // to the second, from the third picture
        float[] picture = [5, 1];
        Assert.True(Change(MadeKinds.AnotherPicture("scene", "Picture"), 2, picture, normal));
        Assert.Equal([3, 3], picture);
        float[] dark = [0, 0];
        Change(MadeKinds.AnotherPicture("scene", "Picture"), 2, dark, normal);
        Assert.Equal([0, 2], dark);
        Assert.False(Change(MadeKinds.AnotherPicture("scene", "Picture"), 2, [], normal));
    }

    [Fact]
    public void OtherLooks_EachRow_AnotherPlaceLooksLikeOneFarAway()
    {
        RowChange change = MadeKinds.OtherLooks("looks", "Places").Changes[0].Change([], 2);
        float[] places = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.True(change(places));
        Assert.Equal([5, 6, 3, 4, 5, 6, 7, 8], places);
        Assert.True(change(places));
        Assert.Equal([5, 6, 7, 8, 5, 6, 7, 8], places);
        Assert.False(change([]));
    }

    private static bool Change(MadeKind kind, int width, Span<float> values, params float[][] normal) => kind.Changes[^1].Change(normal, width)(values);

    // a thing all of whose bands move so
    private static float[] Flow(float u, float v)
    {
        var bins = new FlowHistogram(Motion);
        float[] descriptor = new float[Motion.DescriptorLength];
        for (int band = 0; band < Motion.Bands; band++)
        {
            BinShares shares = bins.Share(MathF.Sqrt((u * u) + (v * v)), bins.Direction(u, v));
            foreach ((ushort bin, float share) in (ReadOnlySpan<(ushort, float)>)[(shares.Bin0, shares.Share0), (shares.Bin1, shares.Share1), (shares.Bin2, shares.Share2), (shares.Bin3, shares.Share3)])
            {
                descriptor[(band * Motion.BinsPerBand) + bin] += share;
            }
        }

        FlowHistogram.Normalise(descriptor);
        return descriptor;
    }
}
