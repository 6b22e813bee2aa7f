using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>One fold: what its scorer is trained on, and what it then scores.</summary>
/// <param name="Train">All other rows.</param>
/// <param name="HeldOut">This fold's rows.</param>
internal sealed record HeldOutFold(IDataView Train, IDataView HeldOut);

/// <summary>Deals the rows of a data set to folds by their group; reads the group column and nothing else.</summary>
internal static class HeldOutFolds
{
    /// <summary>
    /// The folds: groups are dealt in turn, by order of first appearance. A single group is cut into contiguous blocks
    /// of rows of equal length.
    /// </summary>
    /// <exception cref="VadException">There are fewer than two rows.</exception>
    public static IReadOnlyList<HeldOutFold> Deal(IDataView data, DataViewSchema.Column group, int folds)
    {
        (List<string> groups, long rows) = Groups(data, group);
        if (rows < 2)
        {
            throw new VadException($"Calibration on held-out data needs at least 2 rows; the training data have {rows}.");
        }

        return groups.Count > 1 ? ByGroup(data, group, groups, Math.Min(folds, groups.Count)) : ByBlock(data, rows, (int)Math.Min(folds, rows));
    }

    private static List<HeldOutFold> ByGroup(IDataView data, DataViewSchema.Column group, List<string> groups, int folds)
    {
        var dealt = new List<HeldOutFold>();
        for (int fold = 0; fold < folds; fold++)
        {
            HashSet<string> heldOut = groups.Where((_, i) => i % folds == fold).ToHashSet();
            HashSet<string> train = groups.Where(g => !heldOut.Contains(g)).ToHashSet();
            dealt.Add(new HeldOutFold(new GroupFilterView(data, group, train), new GroupFilterView(data, group, heldOut)));
        }

        return dealt;
    }

    private static List<HeldOutFold> ByBlock(IDataView data, long rows, int folds)
    {
        DataOperationsCatalog views = SchemaPromise.Stock.Data;
        var dealt = new List<HeldOutFold>();
        for (int fold = 0; fold < folds; fold++)
        {
            long start = rows * fold / folds;
            long end = rows * (fold + 1) / folds;
            List<IDataView> others = [];
            if (start > 0)
            {
                others.Add(views.TakeRows(data, start));
            }

            if (end < rows)
            {
                others.Add(views.SkipRows(data, end));
            }

            dealt.Add(new HeldOutFold(new ConcatenatedView(others), views.TakeRows(start > 0 ? views.SkipRows(data, start) : data, end - start)));
        }

        return dealt;
    }

    private static (List<string> Groups, long Rows) Groups(IDataView data, DataViewSchema.Column group)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([group]);
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(group);
        var order = new List<string>();
        var known = new HashSet<string>();
        ReadOnlyMemory<char> name = default;
        string last = "";
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            getter(ref name);
            if (rows > 0 && name.Span.SequenceEqual(last))
            {
                continue;
            }

            last = name.ToString();
            if (known.Add(last))
            {
                order.Add(last);
            }
        }

        return (order, rows);
    }
}
