using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Scoring;

namespace MlNetVad.Tests.Scoring;

/// <summary>Rows of features in temporary files: as they were, computed once, and never all in memory. What memory holds can be told only while nothing else runs.</summary>
[Collection(nameof(FeatureSpoolTests))]
[CollectionDefinition(nameof(FeatureSpoolTests), DisableParallelization = true)]
public sealed class FeatureSpoolTests
{
    private readonly MLContext _ml = new(seed: 1);
    private int _made;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void View_RowsOfEveryKind_AreAsTheyWereAndComputedOnce(int rows)
    {
        Row[] all = [.. Enumerable.Range(0, rows).Select(Make)];
        IDataView data = _ml.Data.LoadFromEnumerable(all.Select(row =>
        {
            _made++;
            return row;
        }));

        using var spool = new FeatureSpool(data);

        Assert.Equal(rows, spool.View.GetRowCount());
        Assert.Null(spool.View.Schema.GetColumnOrNull(nameof(Row.Picture)));
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.Equal(all.Select(row => row.Video), spool.View.GetColumn<string>(nameof(Row.Video)));
            Assert.Equal(all.Select(row => (row.Frame, row.Speed, row.Is, row.Exact)), spool.View.GetColumn<long>(nameof(Row.Frame)).Zip(
                spool.View.GetColumn<float>(nameof(Row.Speed)), spool.View.GetColumn<bool>(nameof(Row.Is))).Zip(spool.View.GetColumn<double>(nameof(Row.Exact)), (three, exact) => (three.First, three.Second, three.Third, exact)));
            Assert.Equal(all.Select(row => row.Looks), spool.View.GetColumn<float[]>(nameof(Row.Looks)));
            Assert.Equal(all.Select(row => row.Sentences), spool.View.GetColumn<string[]>(nameof(Row.Sentences)));
            (float[] Values, bool IsDense)[] few = [.. spool.View.GetColumn<VBuffer<float>>(nameof(Row.Few)).Select(vector => (vector.DenseValues().ToArray(), vector.IsDense))];
            Assert.Equal(all.Select(row => row.Few.DenseValues().ToArray()), few.Select(vector => vector.Values));
            Assert.All(few, vector => Assert.False(vector.IsDense));
        }

        Assert.Equal(rows, _made);
    }

    [Fact]
    public void View_RowsReadInPartAndAgain_AreThoseOfTheCursor()
    {
        using var spool = new FeatureSpool(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(Make)));
        using DataViewRowCursor one = spool.View.GetRowCursor(spool.View.Schema), other = spool.View.GetRowCursor([spool.View.Schema[nameof(Row.Looks)]]);
        ValueGetter<VBuffer<float>> first = one.GetGetter<VBuffer<float>>(spool.View.Schema[nameof(Row.Looks)]), second = other.GetGetter<VBuffer<float>>(spool.View.Schema[nameof(Row.Looks)]);
        VBuffer<float> value = default;
        for (int row = 0; row < 50; row++)
        {
            Assert.True(one.MoveNext());
            if (row % 7 == 3)
            {
                first(ref value);
                Assert.Equal(Make(row).Looks, value.DenseValues());
                first(ref value);
                Assert.Equal(Make(row).Looks, value.DenseValues());
                Assert.True(other.MoveNext());
                second(ref value);
                Assert.Equal(Make(row / 7).Looks, value.DenseValues());
            }
        }

        Assert.False(one.MoveNext());
        Assert.Throws<InvalidOperationException>(() => other.GetGetter<float>(spool.View.Schema[nameof(Row.Speed)]));
    }

    [Fact]
    public void Spool_ManyWideRows_NeverHoldsThemAll()
    {
        const int Rows = 5000, Numbers = 12_544;   // 250 MB
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        using var spool = new FeatureSpool(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(row => new Wide { Looks = Look(row) })));

        Assert.Equal(Rows, spool.View.GetColumn<VBuffer<float>>(nameof(Wide.Looks)).Select((looks, row) => looks.GetValues()[1] == row / 5 && Look(row).Length > 0).Count(isSo => isSo));
        Assert.InRange((most - before) / 1e6, 0.1, 20);

        float[] Look(int row)
        {
            most = row % 1000 == 999 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)) : most;
            var looks = new float[Numbers];
            looks[1] = row / 5;   // for five rows the same
            return looks;
        }
    }

    [Fact]
    public void Dispose_LeavesNoFile()
    {
        HashSet<string> before = Folders();
        using (var spool = new FeatureSpool(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(Make))))
        {
            Assert.Single(Folders().Except(before));
        }

        Assert.Throws<InvalidDataException>(() => new FeatureSpool(_ml.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(row => row < 3 ? Make(row) : throw new InvalidDataException()))));
        Assert.Empty(Folders().Except(before));
    }

    private static HashSet<string> Folders() => [.. Directory.GetDirectories(Path.GetTempPath(), "mlnetvad-features-*")];

    private static Row Make(int row) => new()
    {
        Video = row % 3 == 0 ? "" : $"ü{row}",
        Frame = row,
        Speed = row / 7f,
        Is = row % 2 == 0,
        Exact = row % 5 == 0 ? double.NaN : row,
        Looks = [.. Enumerable.Repeat(row / 4 * 0.5f, row / 4 % 5)],
        Sentences = [.. Enumerable.Range(0, row % 4).Select(i => $"a thing {i}")],
        Few = new VBuffer<float>(9, 2, [row + 1, 2], [1, 7]),
        Picture = [1, 2, 3],
    };

    private sealed class Row
    {
        public string Video { get; init; } = "";

        public long Frame { get; init; }

        public float Speed { get; init; }

        public bool Is { get; init; }

        public double Exact { get; init; }

        public float[] Looks { get; init; } = [];

        public string[] Sentences { get; init; } = [];

        [VectorType(9)]
        public VBuffer<float> Few { get; init; }

        public byte[] Picture { get; init; } = [];
    }

    private sealed class Wide
    {
        public float[] Looks { get; init; } = [];
    }
}
