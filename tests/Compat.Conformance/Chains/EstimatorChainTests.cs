using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Compat.Conformance.Chains;

public sealed class EstimatorChainTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Fit_WrongColumn_FailsBeforeAnythingIsFitted()
    {
        var first = new OutsideEstimator();
        var chain = first.Append(_ml.Transforms.CopyColumns("C", "Missing"));

        var error = Assert.ThrowsAny<ArgumentException>(() => chain.Fit(Data()));

        Assert.Contains("Missing", error.Message);
        Assert.Equal(0, first.Fits);
    }

    [Fact]
    public void Fit_TwoSteps_EachSeesWhatTheOneBeforeGave()
    {
        var model = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "C")).Fit(Data());

        Assert.Equal([1f, 2f, 3f], model.Transform(Data()).GetColumn<float>("D"));
        Assert.Equal(2, model.Count());
    }

    [Fact]
    public void Append_TypedEstimators_LastOneKeepsItsType()
    {
        var copy = _ml.Transforms.CopyColumns("D", "C");
        EstimatorChain<ColumnCopyingTransformer> chain = _ml.Transforms.CopyColumns("C", "A").Append(copy);

        Assert.Same(copy, chain.LastEstimator);
        Assert.IsType<ColumnCopyingTransformer>(chain.Fit(Data()).LastTransformer);
    }

    [Fact]
    public void GetOutputSchema_TwoCopies_PromisesBothColumns()
    {
        var chain = _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "C"));
        SchemaShape? seen = null;
        var asked = chain.Append(new ShapeProbe(shape => seen = shape));

        asked.Fit(Data());

        Assert.Equal(["A", "B", "C", "D"], seen!.Select(column => column.Name));
        Assert.All(seen!, column => Assert.Equal(SchemaShape.Column.VectorKind.Scalar, column.Kind));
    }

    [Fact]
    public void AppendCacheCheckpoint_LaterStepReadsTwice_EarlierStepRunsOnce()
    {
        int calls = 0;
        var mapping = _ml.Transforms.CustomMapping<OneFloat, Sum>((_, sum) => sum.Total = ++calls, contractName: null);

        mapping.AppendCacheCheckpoint(_ml).Append(new OutsideEstimator("Total", passes: 3)).Fit(Data());

        Assert.Equal(Point.Some.Length, calls);
    }

    [Fact]
    public void Append_NoCheckpoint_EarlierStepRunsOncePerPass()
    {
        int calls = 0;
        var mapping = _ml.Transforms.CustomMapping<OneFloat, Sum>((_, sum) => sum.Total = ++calls, contractName: null);

        mapping.Append(new OutsideEstimator("Total", passes: 3)).Fit(Data());

        Assert.Equal(3 * Point.Some.Length, calls);
    }

    [Fact]
    public void AppendCacheCheckpoint_EmptyChain_StaysAsItIs()
    {
        var empty = new EstimatorChain<ITransformer>();

        Assert.Same(empty, empty.AppendCacheCheckpoint(_ml));
    }

    [Fact]
    public void Fit_EmptyChain_GivesTheDataBack()
    {
        var model = new EstimatorChain<ITransformer>().Fit(Data());

        Assert.Empty(model);
        Assert.Equal([10f, 20f, 30f], model.Transform(Data()).GetColumn<float>("B"));
    }

    [Fact]
    public void WithOnFitDelegate_ChainFitted_HandsOverTheTransformer()
    {
        ColumnCopyingTransformer? handed = null;
        var estimator = _ml.Transforms.CopyColumns("C", "A").WithOnFitDelegate(transformer => handed = transformer);

        var model = estimator.Append(_ml.Transforms.CopyColumns("D", "C")).Fit(Data());

        Assert.NotNull(handed);
        Assert.Same(handed, model.First());
    }

    [Fact]
    public void Append_OneStartTwice_ChainsAreIndependent()
    {
        var start = new EstimatorChain<ITransformer>().Append(_ml.Transforms.CopyColumns("C", "A"));

        start.Append(_ml.Transforms.CopyColumns("D", "C"));

        Assert.Single(start.Fit(Data()));
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Point.Some);

    private sealed class ShapeProbe(Action<SchemaShape> see) : IEstimator<OutsideTransformer>
    {
        public OutsideTransformer Fit(IDataView input) => new();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            see(inputSchema);
            return inputSchema;
        }
    }
}
