using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>One fold: what its scorer is trained on, and what it then scores.</summary>
/// <param name="Train">All other rows.</param>
/// <param name="HeldOut">This fold's rows.</param>
/// <param name="Block">Where the only video was cut: the rows to train on, in words; else null.</param>
internal sealed record HeldOutFold(IDataView Train, IDataView HeldOut, string? Block = null);

/// <summary>Deals the rows of a data set to folds by their group; reads the group column and nothing else.</summary>
internal static class HeldOutFolds
{
    /// <summary>Rows of a block at least, where the only video is cut: fewer say nothing of how scores spread.</summary>
    internal const int LeastRows = 10;

    private const int LeastApart = 4;

    /// <summary>
    /// The folds: groups are dealt in turn, by order of first appearance. A single group is cut into contiguous blocks
    /// of rows of equal length; where there are four or more, the neighbours of the block held out are not trained on either:
    /// what is seen there is still there a moment later (Racine 2000).
    /// </summary>
    /// <exception cref="VadException">A single group is too short to be cut.</exception>
    public static IReadOnlyList<HeldOutFold> Deal(IDataView data, DataViewSchema.Column group, int folds)
    {
        (List<string> groups, long rows) = Groups(data, group);
        if (groups.Count > 1)
        {
            return ByGroup(data, group, groups, Math.Min(folds, groups.Count));
        }

        return rows >= folds * LeastRows ? ByBlock(data, rows, folds) : throw TooShort(data, groups, rows, folds);
    }

    private static VadException TooShort(IDataView data, List<string> groups, long rows, int folds)
    {
        int needed = folds * LeastRows;
        string found = groups.Count == 0 ? "The training data have no rows" : $"The only training video '{groups[0]}' gives {Counted.Of(rows, "row")}";

        // however far a clip's frames lie apart, a frame more is a row more
        string frames = data.Schema.GetColumnOrNull("Frame") is not null ? $" ({Counted.Of(needed - rows, "more frame")} of video)" : "";
        return new VadException(
            $"{found}; to calibrate on rows that were not trained on, one video is cut into {folds} blocks of at least {LeastRows} rows, so {needed} rows are needed{frames}; give a longer video, or several.");
    }

    private static List<HeldOutFold> ByGroup(IDataView data, DataViewSchema.Column group, List<string> groups, int folds)
    {
        var dealt = new List<HeldOutFold>();
        for (int fold = 0; fold < folds; fold++)
        {
            HashSet<string> heldOut = groups.Where((_, i) => i % folds == fold).ToHashSet();
            HashSet<string> train = groups.Where(g => !heldOut.Contains(g)).ToHashSet();
            dealt.Add(new HeldOutFold(RowFilterView.OfGroups(data, group, train), RowFilterView.OfGroups(data, group, heldOut)));
        }

        return dealt;
    }

    private static List<HeldOutFold> ByBlock(IDataView data, long rows, int folds)
    {
        DataOperationsCatalog views = SchemaPromise.Stock.Data;
        var dealt = new List<HeldOutFold>();
        for (int fold = 0; fold < folds; fold++)
        {
            int apart = folds >= LeastApart ? 1 : 0;
            (long start, long end) = (Cut(fold), Cut(fold + 1));
            (long before, long after) = (Cut(fold - apart), Cut(fold + 1 + apart));
            List<IDataView> others = [];
            if (before > 0)
            {
                others.Add(views.TakeRows(data, before));
            }

            if (after < rows)
            {
                others.Add(views.SkipRows(data, after));
            }

            // ML.NET neither skips nor takes 0 rows
            IDataView heldOut = views.TakeRows(start > 0 ? views.SkipRows(data, start) : data, end - start);
            dealt.Add(new HeldOutFold(new ConcatenatedView(others), heldOut, $"without rows {before} to {after - 1} of {rows}"));
        }

        return dealt;

        long Cut(int block) => rows * Math.Clamp(block, 0, folds) / folds;
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
