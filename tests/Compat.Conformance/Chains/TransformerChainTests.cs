using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compat.Conformance.Chains;

public sealed class TransformerChainTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void Transform_NothingRead_OpensNoCursor()
    {
        var probe = new ProbeView(Data());

        var view = Copies().Fit(Data()).Transform(probe);

        Assert.Equal(["A", "B", "C", "D"], view.Schema.Select(column => column.Name));
        Assert.Empty(probe.Requests);
    }

    [Fact]
    public void GetRowCursor_OneColumnAtTheEnd_AsksTheSourceForItsOriginOnly()
    {
        var probe = new ProbeView(Data());
        var view = Copies().Fit(Data()).Transform(probe);

        Assert.Equal([1f, 2f, 3f], view.GetColumn<float>("D"));

        Assert.Equal(["A"], probe.Requests);
    }

    [Fact]
    public void GetRowCursor_TwoAtOnce_EachGoesItsOwnWay()
    {
        var view = Copies().Fit(Data()).Transform(Data());
        using var ahead = view.GetRowCursor([view.Schema["D"]]);
        using var behind = view.GetRowCursor([view.Schema["D"]]);

        ahead.MoveNext();
        ahead.MoveNext();
        behind.MoveNext();

        Assert.Equal((2f, 1f), (Read(ahead), Read(behind)));
    }

    [Fact]
    public void GetRowCursorSet_Several_TogetherGiveEachRowOnce()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 1000).Select(i => new Point { A = i }).ToArray());
        var view = Copies().Fit(Data()).Transform(_ml.Data.Cache(data));
        var values = new List<float>();

        foreach (var cursor in view.GetRowCursorSet([view.Schema["D"]], 4))
        {
            using (cursor)
            {
                while (cursor.MoveNext())
                {
                    values.Add(Read(cursor));
                }
            }
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (float)i), values.Order());
    }

    [Fact]
    public void GetDependencies_ColumnMadeFromAnother_NamesTheFirstOrigin()
    {
        ITransformer chain = Copies().Fit(Data());
        var mapper = chain.GetRowToRowMapper(Data().Schema);

        Assert.Equal(["A"], mapper.GetDependencies([mapper.OutputSchema["D"]]).Select(column => column.Name));
    }

    [Fact]
    public void GetRowToRowMapper_StepThatIsNone_Fails()
    {
        ITransformer chain = new TransformerChain<ITransformer>(Copies().Fit(Data()), new OutsideTransformer());

        Assert.False(chain.IsRowToRowMapper);
        Assert.ThrowsAny<Exception>(() => chain.GetRowToRowMapper(Data().Schema));
    }

    [Fact]
    public void Transform_WrongSchema_NamesTheMissingColumn()
    {
        var model = Copies().Fit(Data());
        var other = _ml.Data.LoadFromEnumerable([new Sum { Total = 1 }]);

        var error = Assert.ThrowsAny<ArgumentException>(() => model.Transform(other));

        Assert.Contains("'A'", error.Message);
    }

    [Fact]
    public void GetModelFor_Scoring_LeavesTrainingStepsOut()
    {
        var chain = new EstimatorChain<ITransformer>()
            .Append(_ml.Transforms.CopyColumns("OnlyInTraining", "A"), TransformerScope.TrainTest)
            .Append(_ml.Transforms.CopyColumns("Always", "B"))
            .Fit(Data());

        var scoring = chain.GetModelFor(TransformerScope.Scoring);

        Assert.Single(scoring);
        Assert.Equal(["A", "B", "Always"], chain.GetOutputSchema(Data().Schema, TransformerScope.Scoring).Select(column => column.Name));
        Assert.NotNull(chain.Transform(Data(), TransformerScope.Training).Schema.GetColumnOrNull("OnlyInTraining"));
    }

    [Fact]
    public void Append_TransformerToTransformer_MakesAChain()
    {
        ITransformer first = _ml.Transforms.CopyColumns("C", "A").Fit(Data());
        var second = _ml.Transforms.CopyColumns("D", "C").Fit(first.Transform(Data()));

        var chain = first.Append(second);

        Assert.Same(second, chain.LastTransformer);
        Assert.Equal([1f, 2f, 3f], chain.Transform(Data()).GetColumn<float>("D"));
    }

    [Fact]
    public void Dispose_Chain_DisposesItsSteps()
    {
        var step = new OutsideTransformer();

        new TransformerChain<ITransformer>(step).Dispose();

        Assert.True(step.Disposed);
    }

    [Fact]
    public void GetRow_ChainOverARow_MapsWithoutCursorOfItsOwn()
    {
        ITransformer chain = Copies().Fit(Data());
        var data = Data();
        var mapper = chain.GetRowToRowMapper(data.Schema);
        using var cursor = data.GetRowCursor(data.Schema);
        var row = mapper.GetRow(cursor, mapper.OutputSchema);
        var getter = row.GetGetter<float>(row.Schema["D"]);
        var seen = new List<float>();

        while (cursor.MoveNext())
        {
            float value = 0;
            getter(ref value);
            seen.Add(value);
        }

        Assert.Equal([1f, 2f, 3f], seen);
    }

    private static float Read(DataViewRow row)
    {
        float value = 0;
        row.GetGetter<float>(row.Schema["D"])(ref value);
        return value;
    }

    private IDataView Data() => _ml.Data.LoadFromEnumerable(Point.Some);

    private EstimatorChain<Microsoft.ML.Transforms.ColumnCopyingTransformer> Copies() =>
        _ml.Transforms.CopyColumns("C", "A").Append(_ml.Transforms.CopyColumns("D", "C"));
}
