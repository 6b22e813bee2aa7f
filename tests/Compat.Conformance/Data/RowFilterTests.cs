using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class RowFilterTests
{
    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(99, 10)]
    public void TakeRows_GivesTheFirst(int count, int expected) =>
        Assert.Equal(Floats(0, expected), _ml.Data.TakeRows(new CountingView(10), count).GetColumn<float>("A"));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(4, 6)]
    [InlineData(99, 0)]
    public void SkipRows_GivesTheRest(int count, int expected) =>
        Assert.Equal(Floats(10 - expected, expected), _ml.Data.SkipRows(new CountingView(10), count).GetColumn<float>("A"));

    [Fact]
    public void SkipThenTake_GivesAWindowWithPositionsFromZero()
    {
        IDataView window = _ml.Data.TakeRows(_ml.Data.SkipRows(new CountingView(10), 4), 2);
        using DataViewRowCursor cursor = window.GetRowCursor([window.Schema["A"]]);
        ValueGetter<float> getter = cursor.GetGetter<float>(window.Schema["A"]);
        float value = 0;

        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        getter(ref value);
        Assert.Equal(4, value);
        Assert.True(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void TakeRows_ReadsNoOtherColumnAndNoFurther()
    {
        var source = new CountingView(1000);

        Assert.Equal(5, _ml.Data.TakeRows(source, 5).GetColumn<float>("A").Count());

        Assert.Equal([5, 0], source.GetterCalls);
    }

    [Fact]
    public void FilterRowsByColumn_Bounds_AreInclusiveBelowAndExclusiveAbove() =>
        Assert.Equal([3, 4, 5], _ml.Data.FilterRowsByColumn(new CountingView(10), "A", 3, 6).GetColumn<float>("A"));

    [Fact]
    public void FilterRowsByColumn_OnAColumnNobodyAskedFor_StillFilters() =>
        Assert.Equal([80, 90], _ml.Data.FilterRowsByColumn(new CountingView(10), "A", lowerBound: 8).GetColumn<float>("B"));

    [Fact]
    public void FilterRowsByColumn_MissingNumbers_AreLeftOut()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new List<Number> { new() { Value = 1 }, new() { Value = double.NaN }, new() { Value = 2 } });

        Assert.Equal([1.0, 2.0], _ml.Data.FilterRowsByColumn(view, "Value", -10, 10).GetColumn<double>("Value"));
    }

    [Fact]
    public void FilterRowsByColumn_OfText_Throws()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new List<Number>());

        Assert.ThrowsAny<Exception>(() => _ml.Data.FilterRowsByColumn(view, "Name", 0, 1));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1000)]
    public void ShuffleRows_SameSeed_SameOrderOfTheSameRows(int poolSize)
    {
        float[] first = Shuffled(3, poolSize);

        Assert.Equal(first, Shuffled(3, poolSize));
        Assert.NotEqual(first.Order(), first);
        Assert.NotEqual(Shuffled(4, poolSize), first);
        Assert.Equal(Floats(0, 100), first.Order());
    }

    [Fact]
    public void ShuffleRows_ReadTwice_GivesOneOrderAndWholeRows()
    {
        IDataView shuffled = _ml.Data.ShuffleRows(new CountingView(100), seed: 8);

        Assert.Equal(shuffled.GetColumn<float>("A"), shuffled.GetColumn<float>("A"));
        foreach (Pair pair in _ml.Data.CreateEnumerable<Pair>(shuffled, reuseRowObject: true))
            Assert.Equal(10 * pair.A, pair.B);
    }

    [Fact]
    public void ShuffleRows_OfVectors_KeepsThemWhole()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 50).Select(i => new Vector { Items = Enumerable.Repeat((float)i, i).ToArray() }).ToList());

        float[][] rows = _ml.Data.ShuffleRows(view, seed: 2, shufflePoolSize: 7).GetColumn<float[]>("Items").ToArray();

        Assert.Equal(Enumerable.Range(0, 50), rows.Select(row => row.Length).Order());
        Assert.All(rows, row => Assert.All(row, item => Assert.Equal(row.Length, item)));
    }

    private float[] Shuffled(int seed, int poolSize) =>
        _ml.Data.ShuffleRows(new CountingView(100), seed, poolSize).GetColumn<float>("A").ToArray();

    private static IEnumerable<float> Floats(int start, int count) => Enumerable.Range(start, count).Select(i => (float)i);

    private sealed class Number
    {
        public double Value { get; set; }

        public string Name { get; set; } = "";
    }

    private sealed class Pair
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class Vector
    {
        public float[] Items { get; set; } = [];
    }
}
