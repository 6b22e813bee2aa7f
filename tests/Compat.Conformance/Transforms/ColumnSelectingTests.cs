using Compat.Conformance.Chains;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

public sealed class ColumnSelectingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void SelectColumns_OrderOfTheNames_IsTheOrderOfTheColumns()
    {
        var view = _ml.Transforms.SelectColumns("Name", "X").Fit(Data()).Transform(Data());

        Assert.Equal(["Name", "X"], view.Schema.Select(column => column.Name));
        Assert.Equal([1f, 2f, 4f], view.GetColumn<float>("X"));
    }

    [Fact]
    public void DropColumns_OrderOfTheInput_IsKept()
    {
        var view = _ml.Transforms.DropColumns("Y", "Pair", "Bag").Fit(Data()).Transform(Data());

        Assert.Equal(["X", "Name", "Flag"], view.Schema.Select(column => column.Name));
    }

    [Fact]
    public void SelectColumns_HiddenColumn_IsDropped()
    {
        var view = TwoColumnsX().Append(_ml.Transforms.SelectColumns("X")).Fit(Data()).Transform(Data());

        Assert.Single(view.Schema);
        Assert.Equal([-4f, 0f, 2f], view.GetColumn<float>("X"));
    }

    [Fact]
    public void SelectColumns_KeepHidden_KeepsBoth()
    {
        var view = TwoColumnsX().Append(_ml.Transforms.SelectColumns(["X"], keepHidden: true)).Fit(Data()).Transform(Data());

        Assert.Equal([true, false], view.Schema.Select(column => column.IsHidden));
    }

    [Fact]
    public void DropColumns_NameThatHidesAnother_DropsBoth()
    {
        var view = TwoColumnsX().Append(_ml.Transforms.DropColumns("X")).Fit(Data()).Transform(Data());

        Assert.Null(view.Schema.GetColumnOrNull("X"));
        Assert.Equal(5, view.Schema.Count);
    }

    [Fact]
    public void Fit_MissingColumn_NamesIt()
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.DropColumns("X", "Nowhere").Fit(Data()));

        Assert.Contains("Nowhere", error.Message);
    }

    [Fact]
    public void GetRowCursor_KeptColumn_AsksForThatOneOnly()
    {
        var probe = new ProbeView(Data());
        var view = _ml.Transforms.SelectColumns("Y", "X").Fit(Data()).Transform(probe);

        _ = view.GetColumn<float>("X").ToArray();

        Assert.Equal(["X"], probe.Requests);
    }

    [Fact]
    public void GetOutputSchema_ChainAfterDrop_RefusesTheDroppedColumn()
    {
        var chain = _ml.Transforms.DropColumns("X").Append(_ml.Transforms.CopyColumns("Copy", "X"));

        Assert.ThrowsAny<ArgumentException>(() => chain.Fit(Data()));
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Mixed.Some);

    private IEstimator<ITransformer> TwoColumnsX() => _ml.Transforms.CopyColumns("X", "Y");
}
