using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Views;

public sealed class GetColumnTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void GetColumn_GivesScalarsTextAndVectors()
    {
        IDataView view = View();

        Assert.Equal([1f, 2f], view.GetColumn<float>("Number"));
        Assert.Equal(["a", "b"], view.GetColumn<string>("Name"));
        Assert.Equal(["a", "b"], view.GetColumn<ReadOnlyMemory<char>>("Name").Select(text => text.ToString()));
        Assert.Equal([new float[] { 1, 1 }, [2]], view.GetColumn<float[]>("Items"));
        Assert.Equal([2, 1], view.GetColumn<VBuffer<float>>("Items").Select(items => items.Length));
    }

    [Fact]
    public void GetColumn_BySchemaColumn_IsTheSame()
    {
        IDataView view = View();

        Assert.Equal([1f, 2f], view.GetColumn<float>(view.Schema["Number"]));
    }

    [Fact]
    public void GetColumn_MissingOrOfAnotherType_Throws()
    {
        IDataView view = View();

        Assert.ThrowsAny<Exception>(() => view.GetColumn<float>("Nowhere").ToList());
        Assert.ThrowsAny<Exception>(() => view.GetColumn<double>("Number").ToList());
        Assert.ThrowsAny<Exception>(() => view.GetColumn<float>("Items").ToList());
    }

    [Fact]
    public void GetColumn_Abandoned_StopsReading()
    {
        var source = new CountingView(100);

        Assert.Equal([0f, 1f], source.GetColumn<float>("A").Take(2));

        Assert.InRange(source.GetterCalls[0], 2, 3);
    }

    private IDataView View() => _ml.Data.LoadFromEnumerable(new List<Row>
    {
        new() { Number = 1, Name = "a", Items = [1, 1] },
        new() { Number = 2, Name = "b", Items = [2] },
    });

    private sealed class Row
    {
        public float Number { get; set; }

        public string Name { get; set; } = "";

        public float[] Items { get; set; } = [];
    }
}
