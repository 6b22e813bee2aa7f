using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Transforms;

public sealed class ConcatenatingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Transform_ScalarsAndVector_GivesKnownSizeInOrder()
    {
        var view = Concatenated("Y", "Pair", "X");

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 4), view.Schema["All"].Type);
        Assert.Equal([[-4, 1, 10, 1], [0, 2, 20, 2], [2, 4, -40, 4]], Vectors.Read(view, "All"));
    }

    [Fact]
    public void Transform_VariableVector_GivesVariableVector()
    {
        var view = Concatenated("X", "Bag");

        Assert.False(((VectorDataViewType)view.Schema["All"].Type).IsKnownSize);
        Assert.Equal([[1, 7], [2], [4, 8, 9]], Vectors.Read(view, "All"));
    }

    [Fact]
    public void Transform_Scalars_SlotsAreNamedAfterThem()
    {
        var column = Concatenated("Y", "X").Schema["All"];
        var names = default(VBuffer<ReadOnlyMemory<char>>);

        Assert.True(column.HasSlotNames());
        column.GetSlotNames(ref names);

        Assert.Equal(["Y", "X"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void Fit_DifferentTypes_Fails()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.Concatenate("All", "X", "Name"));

        var error = Assert.ThrowsAny<InvalidOperationException>(() => chain.Fit(Data()));

        Assert.Contains("Name", error.Message);
    }

    [Fact]
    public void Fit_MissingColumn_NamesIt()
    {
        var chain = new EstimatorChain<ITransformer>().Append(_ml.Transforms.Concatenate("All", "X", "Nowhere"));

        Assert.Contains("Nowhere", Assert.ThrowsAny<ArgumentException>(() => chain.Fit(Data())).Message);
    }

    [Fact]
    public void Transform_Texts_GivesTextVector()
    {
        var chain = _ml.Transforms.CopyColumns("Copy", "Name").Append(_ml.Transforms.Concatenate("All", "Name", "Copy"));

        var view = chain.Fit(Data()).Transform(Data());

        Assert.Equal(["one one", "two two", "four four"], view.GetColumn<string[]>("All").Select(texts => string.Join(' ', texts)));
    }

    private IDataView Concatenated(params string[] names) => _ml.Transforms.Concatenate("All", names).Fit(Data()).Transform(Data());

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Mixed.Some);
}
