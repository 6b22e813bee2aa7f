using TorchSharp.Conformance.Support;
using static TorchSharp.torch;

namespace TorchSharp.Conformance.Operations;

public sealed class IndexingTests
{
    private static Tensor Six => Numbers.Of([10, 30, 20, 60, 50, 40], 2, 3);

    [Fact]
    public void Gather_PicksAlongAnAxis()
    {
        Tensor index = Index([2, 0, 1, 1], 2, 2);
        Numbers.Near([20.0, 10, 50, 50], Numbers.Values(Six.gather(1, index)));
        Derivatives.Check(x => x.gather(1, index), Numbers.Drawn(1, 2, 3));
    }

    [Fact]
    public void Scatter_PutsAndAdds()
    {
        Tensor index = Index([0, 2, 2, 0], 2, 2), source = Numbers.Of([1, 2, 3, 4], 2, 2);
        Numbers.Near([1.0, 0, 2, 4, 0, 3], Numbers.Values(zeros([2, 3]).scatter(1, index, source)));
        Numbers.Near([11.0, 30, 22, 64, 50, 43], Numbers.Values(Six.scatter_add(1, index, source)));
        Derivatives.Check((x, s) => x.scatter_add(1, index, s), Numbers.Drawn(1, 2, 3), Numbers.Drawn(2, 2, 2));
        Derivatives.Check((x, s) => x.scatter(1, index, s), Numbers.Drawn(1, 2, 3), Numbers.Drawn(2, 2, 2));
    }

    [Fact]
    public void IndexSelect_RepeatsRowsAndAddsTheirGradients()
    {
        Tensor index = Index([1, 1, 0], 3);
        Numbers.Near([60.0, 50, 40, 60, 50, 40, 10, 30, 20], Numbers.Values(Six.index_select(0, index)));
        Derivatives.Check(x => x.index_select(0, index), Numbers.Drawn(1, 2, 3));
        Derivatives.Check(x => x.index_select(1, index), Numbers.Drawn(1, 2, 3));
    }

    [Fact]
    public void IndexPut_WritesChosenElements()
    {
        Tensor x = zeros([2, 3]);
        x.index_put_(Numbers.Of([7, 8], 2), Index([0, 1], 2), Index([2, 0], 2));
        Numbers.Near([0.0, 0, 7, 8, 0, 0], Numbers.Values(x));
        Derivatives.Check((t, v) => (t * 1).index_put_(v, Index([0, 1], 2), Index([2, 0], 2)), Numbers.Drawn(1, 2, 3), Numbers.Drawn(2, 2));
        Derivatives.Check(t => t[Index([1, 0, 1], 3), Index([2, 0, 2], 3)], Numbers.Drawn(1, 2, 3));
    }

    [Fact]
    public void MaskedFillAndWhere_ChooseByAMask()
    {
        Tensor mask = tensor(new[] { true, false, false, false, true, false }).reshape(2, 3);
        Numbers.Near([-1.0, 30, 20, 60, -1, 40], Numbers.Values(Six.masked_fill(mask, -1)));
        Numbers.Near([10.0, 0, 0, 0, 50, 0], Numbers.Values(where(mask, Six, zeros([2, 3]))));
        Derivatives.Check(x => x.masked_fill(mask, -1), Numbers.Drawn(1, 2, 3));
        Derivatives.Check((a, b) => where(mask, a, b), Numbers.Drawn(1, 2, 3), Numbers.Drawn(2, 3));
    }

    [Fact]
    public void TopK_GivesTheLargestInOrderAndTheirPlaces()
    {
        var (values, places) = Six.topk(2, 1);
        Numbers.Near([30.0, 20, 60, 50], Numbers.Values(values));
        Assert.Equal([1L, 2, 0, 1], Numbers.Integers(places));
        Numbers.Near([10.0, 40], Numbers.Values(Six.topk(1, 1, largest: false).values));
        Derivatives.Check(x => x.topk(2, 1).values, Six / 20);
    }

    [Theory]
    [InlineData(63, 7)]
    [InlineData(600, 7)]
    [InlineData(63, 20)]
    public void TopK_OfTiesAndNaN_GivesTheFirstPlacesOfTheFullOrder(int size, int count)
    {
        Linked.RequireOurs();   // the official engine leaves the order of ties open
        float[] row = [.. Numbers.Draw(1, size, -4, 4).Select(v => MathF.Round(v))];
        (row[5], row[9], row[11], row[13], row[17], row[19]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity, -float.NaN, -0f, 0f);
        Tensor x = Numbers.Of(row, 1, size);
        foreach (bool largest in new[] { true, false })
        {
            long[] order = Numbers.Integers(x.argsort(1, descending: largest));
            Assert.Equal(order[..count], Numbers.Integers(x.topk(count, 1, largest).indexes));
        }
    }

    [Fact]
    public void Sort_GivesOrderAndGradients()
    {
        var (values, places) = Six.sort(1);
        Numbers.Near([10.0, 20, 30, 40, 50, 60], Numbers.Values(values));
        Assert.Equal([0L, 2, 1, 2, 1, 0], Numbers.Integers(places));
        Assert.Equal([1L, 2, 0, 0, 1, 2], Numbers.Integers(Six.argsort(1, descending: true)));
        Derivatives.Check(x => x.sort(1).Item1, Six / 20);
    }

    [Fact]
    public void OneHotAndBincount_CountClasses()
    {
        Tensor classes = Index([2, 0, 2], 3);
        Assert.Equal([0L, 0, 1, 1, 0, 0, 0, 0, 1], Numbers.Integers(nn.functional.one_hot(classes, 3)));
        Assert.Equal([1L, 0, 2, 0], Numbers.Integers(bincount(classes, minlength: 4)));
        Numbers.Near([2.0, 0, 5], Numbers.Values(bincount(classes, Numbers.Of([1, 2, 4], 3))));
    }

    [Fact]
    public void RepeatInterleave_WithCounts_RepeatsEachAsOften()
    {
        Tensor counts = Index([2, 0, 1], 3);
        Numbers.Near([10.0, 10, 20, 60, 60, 40], Numbers.Values(Six.repeat_interleave(counts, 1)));
        Derivatives.Check(x => x.repeat_interleave(counts, 1), Numbers.Drawn(1, 2, 3));
    }

    [Fact]
    public void IndexAdd_AddsRowsWhereTheyBelong()
    {
        Tensor rows = Numbers.Of([1, 2, 3, 4, 5, 6], 2, 3);
        Numbers.Near([10.0, 30, 20, 65, 57, 49], Numbers.Values(Six.index_add(0, Index([1, 1], 2), rows, 1)));
        Derivatives.Check((x, r) => x.index_add(0, Index([1, 1], 2), r, 1), Numbers.Drawn(1, 2, 3), Numbers.Drawn(2, 2, 3));
    }

    [Fact]
    public void MaskedSelectAndNonzero_ListWhatAMaskChooses()
    {
        Tensor mask = Six.gt(35);
        Numbers.Near([60.0, 50, 40], Numbers.Values(Six.masked_select(mask)));
        Assert.Equal([1L, 0, 1, 1, 1, 2], Numbers.Integers(mask.nonzero()));
        Derivatives.Check(x => x.masked_select(mask), Numbers.Drawn(1, 2, 3));
    }

    [Fact]
    public void Triangles_KeepTheirHalf()
    {
        Numbers.Near([10.0, 0, 0, 60, 50, 0], Numbers.Values(Six.tril()));
        Numbers.Near([0.0, 30, 20, 0, 0, 40], Numbers.Values(Six.triu(1)));
        Derivatives.Check(x => x.tril(), Numbers.Drawn(1, 3, 3));
    }

    [Fact]
    public void Flags_CombineAsLogicDoes()
    {
        Tensor a = tensor(new[] { true, true, false, false }), b = tensor(new[] { true, false, true, false });
        Assert.Equal([true, false, false, false], Numbers.Flags(a.logical_and(b)));
        Assert.Equal([true, true, true, false], Numbers.Flags(a.logical_or(b)));
        Assert.Equal([false, true, true, false], Numbers.Flags(a.logical_xor(b)));
        Assert.Equal([false, false, true, true], Numbers.Flags(a.logical_not()));
        Assert.True(a.any().item<bool>());
        Assert.False(a.all().item<bool>());
    }

    private static Tensor Index(long[] values, params long[] shape) => tensor(values, shape);
}
