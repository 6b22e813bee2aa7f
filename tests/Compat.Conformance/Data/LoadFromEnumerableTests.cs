using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class LoadFromEnumerableTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Members_BecomeColumnsOfTheirTypes()
    {
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(new List<Everything>()).Schema;

        Assert.Same(NumberDataViewType.Single, schema["Number"].Type);
        Assert.Same(TextDataViewType.Instance, schema["Name"].Type);
        Assert.Same(TextDataViewType.Instance, schema["Memory"].Type);
        Assert.Same(BooleanDataViewType.Instance, schema["Flag"].Type);
        Assert.Same(NumberDataViewType.Int64, schema["Long"].Type);
        Assert.Equal(typeof(DateTime), schema["When"].Type.RawType);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), schema["Fixed"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Byte), schema["Variable"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2, 3), schema["Matrix"].Type);
        Assert.Equal(new VectorDataViewType(TextDataViewType.Instance), schema["Words"].Type);
        Assert.Equal(new KeyDataViewType(typeof(uint), 4), schema["Key"].Type);
        Assert.NotNull(schema.GetColumnOrNull("renamed"));
        Assert.Null(schema.GetColumnOrNull("Original"));
        Assert.Null(schema.GetColumnOrNull("Ignored"));
        Assert.Equal(12, schema.Count);
    }

    [Fact]
    public void Values_RoundTripThroughAView()
    {
        var row = new Everything
        {
            Number = 1.5f,
            Name = "abc",
            Memory = "xyz".AsMemory(),
            Flag = true,
            Long = 1L << 40,
            When = new DateTime(2026, 1, 2),
            Fixed = [1, 2],
            Variable = [7, 8, 9],
            Matrix = new VBuffer<float>(6, 1, [5], [4]),
            Words = ["one", "two"],
            Key = 3,
            Original = 4,
        };

        Everything read = _ml.Data.CreateEnumerable<Everything>(_ml.Data.LoadFromEnumerable([row]), reuseRowObject: false).Single();

        Assert.Equal((1.5f, "abc", "xyz", true), (read.Number, read.Name, read.Memory.ToString(), read.Flag));
        Assert.Equal((1L << 40, row.When, 3u, 4), (read.Long, read.When, read.Key, read.Original));
        Assert.Equal([1, 2], read.Fixed!);
        Assert.Equal([7, 8, 9], read.Variable!);
        Assert.Equal([0, 0, 0, 0, 5, 0], read.Matrix.DenseValues());
        Assert.Equal(["one", "two"], read.Words!);
    }

    [Fact]
    public void Vectors_AreCopiedOut()
    {
        var row = new Everything { Variable = [1, 2, 3] };
        IDataView view = _ml.Data.LoadFromEnumerable([row]);
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Variable"]]);
        cursor.MoveNext();
        VBuffer<byte> value = default;
        cursor.GetGetter<VBuffer<byte>>(view.Schema["Variable"])(ref value);
        row.Variable[0] = 99;

        Assert.Equal([1, 2, 3], value.DenseValues());
    }

    [Fact]
    public void NullMembers_AreEmptyTextAndEmptyVectors()
    {
        IDataView view = _ml.Data.LoadFromEnumerable([new Everything()]);

        Assert.Equal("", view.GetColumn<string>("Name").Single());
        Assert.Empty(view.GetColumn<byte[]>("Variable").Single());
    }

    [Fact]
    public void Getter_OfAColumnNobodyAskedFor_IsNotCalled()
    {
        var rows = new List<Watched> { new(), new() };
        IDataView view = _ml.Data.LoadFromEnumerable(rows);

        Assert.Equal([5f, 5f], view.GetColumn<float>("Cheap"));
        Assert.All(rows, row => Assert.Equal(0, row.Reads));

        Assert.Equal([1f, 1f], view.GetColumn<float>("Costly"));
        Assert.All(rows, row => Assert.Equal(1, row.Reads));
    }

    [Fact]
    public void Getter_NotCalledByTheReader_DoesNotReadTheMember()
    {
        var row = new Watched();
        IDataView view = _ml.Data.LoadFromEnumerable([row]);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        cursor.GetGetter<float>(view.Schema["Costly"]);
        while (cursor.MoveNext())
        {
        }

        Assert.Equal(0, row.Reads);
    }

    [Fact]
    public void Sequence_IsReadOnlyAsFarAsNeeded()
    {
        int produced = 0;
        IEnumerable<Watched> Produce()
        {
            for (; ; produced++)
                yield return new Watched();
        }

        IDataView view = _ml.Data.LoadFromEnumerable(Produce());
        Assert.Equal(0, produced);
        Assert.Null(view.GetRowCount());
        Assert.False(view.CanShuffle);

        Assert.Equal(3, _ml.Data.TakeRows(view, 3).GetColumn<float>("Cheap").Count());
        Assert.InRange(produced, 2, 4);
    }

    [Fact]
    public void List_KnowsItsRowCount() =>
        Assert.Equal(7, _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 7).Select(_ => new Watched()).ToList()).GetRowCount());

    [Fact]
    public void Schema_OfAnotherView_GivesTypesToTheMembers()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Clip));
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 1, 2, 2, 3);
        DataViewSchema schema = _ml.Data.LoadFromEnumerable(new List<Clip>(), definition).Schema;

        IDataView view = _ml.Data.LoadFromEnumerable([new Clip { Pixels = new byte[12] }], schema);

        Assert.Equal(schema["Pixels"].Type, view.Schema["Pixels"].Type);
        Assert.Equal("Vector<Byte, 1, 2, 2, 3>", view.Schema["Pixels"].Type.ToString());
        Assert.Equal(12, view.GetColumn<byte[]>("Pixels").Single().Length);
    }

    private sealed class Everything
    {
        public float Number { get; set; }

        public string? Name { get; set; }

        public ReadOnlyMemory<char> Memory { get; set; }

        public bool Flag { get; set; }

        public long Long { get; set; }

        public DateTime When { get; set; }

        [VectorType(2)]
        public float[]? Fixed { get; set; }

        public byte[]? Variable { get; set; }

        [VectorType(2, 3)]
        public VBuffer<float> Matrix { get; set; }

        public string[]? Words { get; set; }

        [KeyType(4)]
        public uint Key { get; set; }

        [ColumnName("renamed")]
        public int Original { get; set; }

        [NoColumn]
        public object? Ignored { get; set; }
    }

    private sealed class Watched
    {
        public float Cheap => 5;

        public float Costly => ++Reads;

        [NoColumn]
        public int Reads { get; private set; }
    }

    private sealed class Clip
    {
        public byte[]? Pixels { get; set; }
    }
}
