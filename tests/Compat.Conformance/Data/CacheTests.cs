using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class CacheTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Cache_ReadTwice_ReadsTheSourceOnce()
    {
        var source = new CountingView(50);
        IDataView cached = _ml.Data.Cache(source);

        float[] first = cached.GetColumn<float>("B").ToArray();
        float[] second = cached.GetColumn<float>("B").ToArray();

        Assert.Equal(Enumerable.Range(0, 50).Select(i => 10f * i), first);
        Assert.Equal(first, second);
        Assert.Equal(50, source.GetterCalls[1]);
    }

    [Fact]
    public void Cache_OfColumnsNobodyAskedFor_IsNotFilled()
    {
        var source = new CountingView(50);
        IDataView cached = _ml.Data.Cache(source);

        Assert.Equal(50, cached.GetColumn<float>("B").Count());

        Assert.Equal(0, source.GetterCalls[0]);
    }

    [Fact]
    public void Cache_AnotherColumnLater_JoinsTheSameRows()
    {
        IDataView cached = _ml.Data.Cache(new CountingView(30));
        Assert.Equal(30, cached.GetColumn<float>("A").Count());

        foreach (Pair pair in _ml.Data.CreateEnumerable<Pair>(cached, reuseRowObject: true))
            Assert.Equal(10 * pair.A, pair.B);
    }

    [Fact]
    public void Cache_AfterAFullPass_KnowsTheRowCount()
    {
        IDataView cached = _ml.Data.Cache(new CountingView(30));
        Assert.Equal(30, cached.GetColumn<float>("A").Count());

        Assert.Equal(30, cached.GetRowCount());
    }

    [Fact]
    public void Cache_KeepsTheSchemaAndVectors()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Clip));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 2, 1, 1, 3);
        var rows = Enumerable.Range(0, 5).Select(i => new Clip { Pixels = Enumerable.Repeat((byte)i, 6).ToArray() }).ToList();

        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(rows, definition));

        Assert.Equal("Vector<Byte, 2, 1, 1, 3>", cached.Schema["Pixels"].Type.ToString());
        for (int pass = 0; pass < 2; pass++)
            Assert.Equal(rows.Select(row => row.Pixels), cached.GetColumn<byte[]>("Pixels"));
    }

    [Fact]
    public void Cache_OfAViewThatCannotShuffle_Can()
    {
        IDataView cached = _ml.Data.Cache(new CountingView(40));
        Assert.True(cached.CanShuffle);
        using DataViewRowCursor cursor = cached.GetRowCursor([cached.Schema["A"]], new Random(1));
        ValueGetter<float> getter = cursor.GetGetter<float>(cached.Schema["A"]);
        var values = new List<float>();
        float value = 0;
        while (cursor.MoveNext())
        {
            getter(ref value);
            values.Add(value);
        }

        Assert.NotEqual(values.Order(), values);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)i), values.Order());
    }

    [Fact]
    public void Cache_CursorSetReadInParallel_GivesEveryRowOnce()
    {
        IDataView cached = _ml.Data.Cache(new CountingView(2000));
        DataViewSchema.Column column = cached.Schema["A"];
        DataViewRowCursor[] cursors = cached.GetRowCursorSet([column], 3);

        IEnumerable<float> values = cursors.AsParallel().WithDegreeOfParallelism(cursors.Length).SelectMany(cursor =>
        {
            using (cursor)
            {
                ValueGetter<float> getter = cursor.GetGetter<float>(column);
                var own = new List<float>();
                float value = 0;
                while (cursor.MoveNext())
                {
                    getter(ref value);
                    own.Add(value);
                }
                return own;
            }
        });

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => (float)i), values.Order());
    }

    [Fact]
    public void Cache_PrefetchOfAnUnknownColumn_Throws() =>
        Assert.ThrowsAny<Exception>(() => _ml.Data.Cache(new CountingView(3), "Nowhere"));

    private sealed class Pair
    {
        public float A { get; set; }

        public float B { get; set; }
    }

    private sealed class Clip
    {
        public byte[] Pixels { get; set; } = [];
    }
}
