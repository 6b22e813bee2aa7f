using Compat.Conformance.Chains;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

public sealed class ColumnCopyingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Transform_Vector_KeepsTypeAndValues()
    {
        var view = _ml.Transforms.CopyColumns("Copy", "Pair").Fit(Data()).Transform(Data());

        Assert.Equal(view.Schema["Pair"].Type, view.Schema["Copy"].Type);
        Assert.Equal([[1, 10], [2, 20], [4, -40]], Vectors.Read(view, "Copy"));
    }

    [Fact]
    public void Transform_OntoAnExistingName_HidesTheOldColumn()
    {
        var view = _ml.Transforms.CopyColumns("X", "Y").Fit(Data()).Transform(Data());
        var named = view.Schema.Where(column => column.Name == "X").ToArray();

        Assert.Equal([true, false], named.Select(column => column.IsHidden));
        Assert.Equal(named[0].Index + 1, named[1].Index);
        Assert.Equal([-4f, 0f, 2f], view.GetColumn<float>("X"));
        Assert.Equal([1f, 2f, 4f], view.GetColumn<float>(named[0]));
    }

    [Fact]
    public void GetRowCursor_OtherColumnOnly_DoesNotAskForTheSource()
    {
        var probe = new ProbeView(Data());
        var view = _ml.Transforms.CopyColumns("Copy", "Pair").Fit(Data()).Transform(probe);

        _ = view.GetColumn<float>("Y").ToArray();

        Assert.Equal(["Y"], probe.Requests);
    }

    [Fact]
    public void Fit_MissingColumn_NamesIt()
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.CopyColumns("Copy", "Nowhere").Fit(Data()));

        Assert.Contains("Nowhere", error.Message);
    }

    [Fact]
    public void GetGetter_WrongType_Fails()
    {
        var view = _ml.Transforms.CopyColumns("Copy", "X").Fit(Data()).Transform(Data());
        using var cursor = view.GetRowCursor([view.Schema["Copy"]]);

        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<double>(view.Schema["Copy"]));
    }

    [Fact]
    public void IsColumnActive_OnlyTheCopyAsked_SaysSo()
    {
        var view = _ml.Transforms.CopyColumns("Copy", "X").Fit(Data()).Transform(Data());
        using var cursor = view.GetRowCursor([view.Schema["Copy"]]);

        Assert.True(cursor.IsColumnActive(view.Schema["Copy"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Y"]));
        Assert.ThrowsAny<Exception>(() => cursor.GetGetter<float>(view.Schema["Y"]));
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Mixed.Some);
}
