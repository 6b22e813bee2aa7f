using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class CursorTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Cursor_Columns_AreActiveOnlyWhenAskedFor()
    {
        IDataView view = Numbers(3);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Half"]]);

        Assert.True(cursor.IsColumnActive(view.Schema["Half"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Value"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<float>(view.Schema["Value"]));
    }

    [Fact]
    public void Getter_OfAnotherType_ThrowsNamingBoth()
    {
        IDataView view = Numbers(3);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

        var error = Assert.ThrowsAny<InvalidOperationException>(() => cursor.GetGetter<double>(view.Schema["Value"]));

        Assert.Contains("System.Double", error.Message);
        Assert.Contains("System.Single", error.Message);
    }

    [Fact]
    public void Getter_MadeBeforeTheFirstRow_FollowsTheCursor()
    {
        IDataView view = Numbers(3);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Value"]);
        var read = new List<float>();
        float value = -1;
        while (cursor.MoveNext())
        {
            getter(ref value);
            getter(ref value);
            read.Add(value);
        }

        Assert.Equal([0, 1, 2], read);
    }

    [Fact]
    public void Getter_BeforeTheFirstRow_Throws()
    {
        IDataView view = Numbers(3);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Value"]);
        float value = 0;

        Assert.ThrowsAny<Exception>(() => getter(ref value));
    }

    [Fact]
    public void Position_StartsBeforeTheFirstRow()
    {
        IDataView view = Numbers(2);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);

        Assert.Equal(-1, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.Equal(0, cursor.Position);
        Assert.True(cursor.MoveNext());
        Assert.Equal(1, cursor.Position);
        Assert.False(cursor.MoveNext());
        Assert.False(cursor.MoveNext());
    }

    [Fact]
    public void Cursors_OverOneView_AreIndependent()
    {
        IDataView view = Numbers(3);
        using DataViewRowCursor first = view.GetRowCursor(view.Schema);
        using DataViewRowCursor second = view.GetRowCursor(view.Schema);
        ValueGetter<float> ofFirst = first.GetGetter<float>(view.Schema["Value"]);
        ValueGetter<float> ofSecond = second.GetGetter<float>(view.Schema["Value"]);
        first.MoveNext();
        first.MoveNext();
        second.MoveNext();
        float a = 0;
        float b = 0;
        ofFirst(ref a);
        ofSecond(ref b);

        Assert.Equal((1f, 0f), (a, b));
    }

    [Fact]
    public void RowIds_OfAView_Differ()
    {
        IDataView view = Numbers(20);
        using DataViewRowCursor cursor = view.GetRowCursor([]);
        ValueGetter<DataViewRowId> getter = cursor.GetIdGetter();
        var ids = new HashSet<DataViewRowId>();
        DataViewRowId id = default;
        while (cursor.MoveNext())
        {
            getter(ref id);
            ids.Add(id);
        }

        Assert.Equal(20, ids.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CursorSet_Together_GivesEveryRowOnceInBatchOrder(bool cached)
    {
        IDataView view = cached ? _ml.Data.Cache(Numbers(1000)) : Numbers(1000);
        DataViewRowCursor[] cursors = view.GetRowCursorSet([view.Schema["Value"]], 4);
        Assert.InRange(cursors.Length, 1, 4);
        var rows = new List<(long Batch, float Value)>();
        foreach (DataViewRowCursor cursor in cursors)
        {
            using (cursor)
            {
                ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Value"]);
                float value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    rows.Add((cursor.Batch, value));
                }
            }
        }

        Assert.Equal(
            Enumerable.Range(0, 1000).Select(i => (float)i),
            rows.OrderBy(row => row.Batch).Select(row => row.Value));
    }

    [Fact]
    public void Cursor_WithRandom_GivesAPermutationThatTheSeedDecides()
    {
        IDataView view = Numbers(100);
        Assert.True(view.CanShuffle);

        float[] first = Read(view, new Random(3));
        float[] again = Read(view, new Random(3));

        Assert.Equal(first, again);
        Assert.NotEqual(Read(view, null), first);
        Assert.Equal(Read(view, null), first.Order());
    }

    private static float[] Read(IDataView view, Random? rand)
    {
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Value"]], rand);
        ValueGetter<float> getter = cursor.GetGetter<float>(view.Schema["Value"]);
        var values = new List<float>();
        float value = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(value);
        }
        return values.ToArray();
    }

    private IDataView Numbers(int count) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Number { Value = i, Half = i / 2.0 }).ToList());

    private sealed class Number
    {
        public float Value { get; set; }

        public double Half { get; set; }
    }
}
