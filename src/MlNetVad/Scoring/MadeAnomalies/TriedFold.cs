using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Some of the rows that one fold's scorer has not seen, scored by it, and scored once more with something changed.</summary>
internal sealed class TriedFold
{
    private const int MostRows = 400;   // of all folds: enough for a percentage, and some hundredths of a training's time
    private readonly ITransformer _scorer;

    /// <summary>Chooses stretches of rows, spread evenly over all.</summary>
    /// <param name="scorer">The fold's scorer.</param>
    /// <param name="heldOut">Its rows.</param>
    /// <param name="group">The column of the video.</param>
    /// <param name="rows">Rows of all folds together.</param>
    /// <param name="together">Rows of a stretch.</param>
    public TriedFold(ITransformer scorer, IDataView heldOut, DataViewSchema.Column group, long rows, int together)
    {
        _scorer = scorer;
        var some = new Excerpts(Math.Min(1, MostRows / (double)rows), together);
        Scored = SchemaPromise.Stock.Data.Cache(scorer.Transform(RowFilterView.OfExcerpts(heldOut, group, some)));
    }

    /// <summary>The rows as they are.</summary>
    public IDataView Scored { get; }

    /// <summary>The values of a column of vectors or numbers, row by row.</summary>
    public IEnumerable<float[]> Values(string column) => Scored.Schema[column].Type is VectorDataViewType
        ? Scored.GetColumn<VBuffer<float>>(column).Select(value => value.DenseValues().ToArray())
        : Scored.GetColumn<float>(column).Select(value => (float[])[value]);

    /// <summary>The rows with something changed; what does not depend on it is not scored again.</summary>
    /// <param name="changes">What is changed.</param>
    /// <param name="normal">The values that the changed columns have in all folds.</param>
    public IDataView Changed(IReadOnlyList<ColumnChange> changes, IReadOnlyList<float[][]> normal)
    {
        IDataView rows = Scored;
        HashSet<string> changed = [];
        foreach ((ColumnChange change, float[][] values) in changes.Zip(normal))
        {
            rows = new MadeTransformer(change, Scored.Schema[change.ColumnName].Type, values).Transform(rows);
            changed.Add(change.ColumnName);
        }

        foreach (ITransformer step in VadModel.Leaves(_scorer))
        {
            if (step is not ComponentTransformer part)
            {
                rows = step.Transform(rows);
            }
            else if (part.Inputs.Any(input => changed.Contains(input.Name)))
            {
                rows = part.Transform(rows);
                changed.UnionWith(RedefinableParts.Names(part));
            }
        }

        return rows;
    }
}
