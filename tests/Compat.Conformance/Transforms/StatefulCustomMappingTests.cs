using Compat.Conformance.Loader;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

public sealed class StatefulCustomMappingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Transform_RowsInOrder_StateGoesAlong()
    {
        Assert.Equal([100, 101, 102, 103], Counted().GetColumn<int>("Index"));
    }

    [Fact]
    public void Transform_SecondPass_StartsAnew()
    {
        var view = Counted();
        _ = view.GetColumn<int>("Index").ToArray();

        Assert.Equal([100, 101, 102, 103], view.GetColumn<int>("Index"));
    }

    [Fact]
    public void Transform_TwoCursors_EachHasItsOwnState()
    {
        var view = Counted();
        using var first = view.GetRowCursor([view.Schema["Index"]]);
        using var second = view.GetRowCursor([view.Schema["Index"]]);

        Assert.Equal([100, 100, 101, 101], [Next(first), Next(second), Next(first), Next(second)]);
    }

    [Fact]
    public void Transform_RowWhoseGetterIsNotCalled_NeverEntersTheState()
    {
        var view = Counted();
        using var cursor = view.GetRowCursor([view.Schema["Index"]]);

        int first = Next(cursor);
        cursor.MoveNext();
        cursor.MoveNext();

        Assert.Equal((100, 101), (first, Next(cursor)));
    }

    [Fact]
    public void Transform_GetterCalledTwiceInARow_CountsOnce()
    {
        var view = Counted();
        using var cursor = view.GetRowCursor([view.Schema["Index"]]);
        var getter = cursor.GetGetter<int>(view.Schema["Index"]);
        int value = 0;

        cursor.MoveNext();
        getter(ref value);
        getter(ref value);

        Assert.Equal(100, value);
        Assert.Equal(101, Next(cursor));
    }

    [Fact]
    public void GetRowCursorSet_SeveralWanted_StateIsNotSplit()
    {
        var view = Counted();

        var cursors = view.GetRowCursorSet([view.Schema["Index"]], 4);

        Assert.Single(cursors);
        cursors[0].Dispose();
    }

    [Fact]
    public void Save_ThenLoad_CountsAsBefore()
    {
        var data = Data();
        var model = Estimator(CountingContract.Name).Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;

        var loaded = new MLContext().Model.Load(stream, out _);

        Assert.Equal([100, 101, 102, 103], loaded.Transform(data).GetColumn<int>("Index"));
    }

    private static int Next(DataViewRowCursor cursor)
    {
        int value = 0;
        Assert.True(cursor.MoveNext());
        cursor.GetGetter<int>(cursor.Schema["Index"])(ref value);
        return value;
    }

    private IDataView Counted() => Estimator(null).Fit(Data()).Transform(Data());

    private Microsoft.ML.Transforms.StatefulCustomMappingEstimator<Number, RunningIndex, Counter> Estimator(string? contract) =>
        _ml.Transforms.StatefulCustomMapping<Number, RunningIndex, Counter>(CountingContract.Map, CountingContract.Start, contract);

    private IDataView Data() => _ml.Data.LoadFromEnumerable([new Number(), new Number { Value = 1 }, new Number { Value = 2 }, new Number { Value = 3 }]);
}
