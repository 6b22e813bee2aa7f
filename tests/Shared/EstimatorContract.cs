using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.TestSupport;

/// <summary>What a user of ML.NET may expect of every estimator, checked through official API only.</summary>
internal static partial class EstimatorContract
{
    /// <summary>Checks an estimator on data it must accept and, if given, on data it must refuse.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="valid">Rows it accepts; a few, in which every output is defined.</param>
    /// <param name="invalid">Rows with a wrong or a missing input column.</param>
    /// <param name="savable">Whether the fitted transformer can be saved.</param>
    public static void Check(
        MLContext ml, IEstimator<ITransformer> estimator, IDataView valid, IDataView? invalid = null, bool savable = true)
    {
        SchemaShape promised = estimator.GetOutputSchema(ShapeOf.View(valid));
        ITransformer fitted = estimator.Fit(valid);
        IDataView output = fitted.Transform(valid);

        PromisedEqualsDelivered(promised, output.Schema);
        PromisedEqualsDelivered(promised, fitted.GetOutputSchema(valid.Schema));
        TransformIsLazy(fitted, valid);
        PassThroughAsksForNothingElse(fitted, valid);
        PassesAgree(output);
        if (invalid is not null)
        {
            Refuses(estimator, valid, invalid);
        }

        if (savable)
        {
            SavedAndLoadedGivesTheSame(ml, fitted, valid, output);
        }
        else
        {
            using var zip = new MemoryStream();
            Exception refusal = Assert.ThrowsAny<Exception>(() => ml.Model.Save(fitted, valid.Schema, zip));
            Assert.False(string.IsNullOrWhiteSpace(refusal.Message));
        }
    }

    static partial void CheckRehydrated(ITransformer fitted, ITransformer loaded, IDataView valid, string[] expected);

    private static void PromisedEqualsDelivered(SchemaShape promised, DataViewSchema delivered)
    {
        string[] expected = delivered.Where(c => !c.IsHidden).Select(c => $"{c.Name}: {Kind(c.Type)} of {Item(c.Type)}").Order(StringComparer.Ordinal).ToArray();
        string[] actual = promised.Select(c => $"{c.Name}: {c.Kind} of {c.ItemType}").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(expected, actual);
    }

    private static SchemaShape.Column.VectorKind Kind(DataViewType type) => type switch
    {
        VectorDataViewType { IsKnownSize: true } => SchemaShape.Column.VectorKind.Vector,
        VectorDataViewType => SchemaShape.Column.VectorKind.VariableVector,
        _ => SchemaShape.Column.VectorKind.Scalar,
    };

    private static DataViewType Item(DataViewType type) => (type as VectorDataViewType)?.ItemType ?? type;

    private static void TransformIsLazy(ITransformer fitted, IDataView valid)
    {
        var counted = new CountingView(valid);
        IDataView output = fitted.Transform(counted);
        Assert.NotEmpty(output.Schema);
        Assert.Equal(0, counted.Cursors);
    }

    private static void PassThroughAsksForNothingElse(ITransformer fitted, IDataView valid)
    {
        foreach (DataViewSchema.Column column in valid.Schema.Where(c => !c.IsHidden))
        {
            var counted = new CountingView(valid);
            IDataView output = fitted.Transform(counted);
            if (column.Index >= output.Schema.Count || output.Schema[column.Index].Name != column.Name)
            {
                continue;   // the estimator moves or drops columns
            }

            using DataViewRowCursor cursor = output.GetRowCursor([output.Schema[column.Index]]);
            Assert.True(cursor.MoveNext());
            Assert.Equal([column.Name], counted.Requested);
        }
    }

    private static void PassesAgree(IDataView output)
    {
        string[] first = RowDump.Of(output);
        Assert.NotEmpty(first);
        Assert.Equal(first, RowDump.Of(output));
        Assert.Equal(first.Order(StringComparer.Ordinal), RowDump.OfCursorSet(output, 3));
    }

    private static void Refuses(IEstimator<ITransformer> estimator, IDataView valid, IDataView invalid)
    {
        string[] names = valid.Schema.Select(c => $"'{c.Name}'").ToArray();
        SchemaShape shape = ShapeOf.View(invalid);
        Exception early = Assert.ThrowsAny<Exception>(() => estimator.GetOutputSchema(shape));
        Assert.Contains(names, early.Message.Contains);
        Exception late = Assert.ThrowsAny<Exception>(() => estimator.Fit(invalid));
        Assert.Contains(names, late.Message.Contains);
    }

    private static void SavedAndLoadedGivesTheSame(MLContext ml, ITransformer fitted, IDataView valid, IDataView output)
    {
        using var zip = new MemoryStream();
        ml.Model.Save(fitted, valid.Schema, zip);
        zip.Position = 0;
        ITransformer loaded = new MLContext(seed: 1).Model.Load(zip, out DataViewSchema schema);
        Assert.Equal(valid.Schema.Select(c => c.Name), schema.Select(c => c.Name));

        IDataView again = loaded.Transform(valid);
        string[] expected = RowDump.Of(output);
        Assert.Equal(RowDump.Visible(output.Schema, null).Select(c => c.Name), RowDump.Visible(again.Schema, null).Select(c => c.Name));
        Assert.Equal(expected, RowDump.Of(again));
        CheckRehydrated(fitted, loaded, valid, expected);
    }
}
