using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class CreateEnumerableTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Rows_Reused_AreOneObject()
    {
        var seen = new HashSet<Row>(ReferenceEqualityComparer.Instance);
        var values = new List<float>();
        foreach (Row row in _ml.Data.CreateEnumerable<Row>(new CountingView(3), reuseRowObject: true))
        {
            seen.Add(row);
            values.Add(row.A);
        }

        Assert.Single(seen);
        Assert.Equal([0, 1, 2], values);
    }

    [Fact]
    public void Rows_NotReused_KeepTheirOwnVectors()
    {
        IDataView view = _ml.Data.LoadFromEnumerable(new List<Vectors>
        {
            new() { Array = [1, 2], Buffer = new VBuffer<float>(2, [1, 2]) },
            new() { Array = [3, 4], Buffer = new VBuffer<float>(2, [3, 4]) },
        });

        List<Vectors> rows = _ml.Data.CreateEnumerable<Vectors>(view, reuseRowObject: false).ToList();

        Assert.Equal([1, 2], rows[0].Array!);
        Assert.Equal([3, 4], rows[1].Array!);
        Assert.Equal([1, 2], rows[0].Buffer.DenseValues());
        Assert.Equal([3, 4], rows[1].Buffer.DenseValues());
    }

    [Fact]
    public void Columns_NotInTheRowType_AreNotRead()
    {
        var view = new CountingView(4);

        Assert.Equal(4, _ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false).Count());

        Assert.Equal([4, 0], view.GetterCalls);
    }

    [Fact]
    public void MissingColumn_ThrowsUnlessIgnored()
    {
        var view = new CountingView(2);

        Assert.ThrowsAny<Exception>(() => _ml.Data.CreateEnumerable<WithMore>(view, reuseRowObject: false).ToList());

        List<WithMore> rows = _ml.Data.CreateEnumerable<WithMore>(view, reuseRowObject: false, ignoreMissingColumns: true).ToList();
        Assert.Equal([10, 10], rows.Select(row => row.Missing));
        Assert.Equal([0, 1], rows.Select(row => row.A));
    }

    [Fact]
    public void MemberOfAnotherType_Throws() =>
        Assert.ThrowsAny<InvalidOperationException>(() => _ml.Data.CreateEnumerable<WrongType>(new CountingView(2), reuseRowObject: false).ToList());

    [Fact]
    public void Enumeration_IsLazyAndRepeatable()
    {
        var view = new CountingView(5);
        IEnumerable<Row> rows = _ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false);
        Assert.Equal(0, view.GetterCalls[0]);

        Assert.Equal(0, rows.First().A);
        Assert.InRange(view.GetterCalls[0], 1, 2);
        Assert.Equal(5, rows.Count());
    }

    [Fact]
    public void SchemaDefinition_RenamedColumn_IsReadUnderThatName()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row), SchemaDefinition.Direction.Write);
        definition["A"].ColumnName = "B";

        Assert.Equal(
            [0, 10, 20],
            _ml.Data.CreateEnumerable<Row>(new CountingView(3), reuseRowObject: false, schemaDefinition: definition).Select(row => row.A));
    }

    [Fact]
    public void Fields_AreFilledLikeProperties() =>
        Assert.Equal([0, 10], _ml.Data.CreateEnumerable<FieldRow>(new CountingView(2), reuseRowObject: false).Select(row => row.B));

    private sealed class Row
    {
        public float A { get; set; }
    }

    private sealed class FieldRow
    {
        public float B = -1;
    }

    private sealed class WithMore
    {
        public float A { get; set; }

        public float Missing { get; set; } = 10;
    }

    private sealed class WrongType
    {
        public double A { get; set; }
    }

    private sealed class Vectors
    {
        [VectorType(2)]
        public float[]? Array { get; set; }

        [VectorType(2)]
        public VBuffer<float> Buffer { get; set; }
    }
}
