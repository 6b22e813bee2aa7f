using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// A row-to-row transformer bound to one input schema: which columns come out, what they depend on, and their getters.
/// An added column whose name exists stands right behind the one that it hides.
/// </summary>
internal abstract class RowMapping : IRowToRowMapper
{
    private readonly int[] _layout;
    private readonly int _addedCount;

    /// <summary>All input columns and some added ones.</summary>
    protected RowMapping(DataViewSchema input, IReadOnlyList<DataViewSchema.DetachedColumn> added)
    {
        var order = Enumerable.Range(0, input.Count).ToList();
        for (int i = 0; i < added.Count; i++)
        {
            int hidden = input.GetColumnOrNull(added[i].Name) is { } same ? order.IndexOf(same.Index) : order.Count - 1;
            order.Insert(hidden + 1, ~i);
        }

        InputSchema = input;
        _layout = [.. order];
        _addedCount = added.Count;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_layout.Select(from => from >= 0 ? new DataViewSchema.DetachedColumn(input[from]) : added[~from]));
        OutputSchema = builder.ToSchema();
    }

    /// <summary>Some of the input columns, in an order of their own.</summary>
    protected RowMapping(DataViewSchema input, int[] kept)
    {
        InputSchema = input;
        _layout = kept;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(kept.Select(index => input[index]));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The input column behind an output column, or the complement of an added column's index.</summary>
    internal ReadOnlySpan<int> Layout => _layout;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        ArgumentNullException.ThrowIfNull(dependingColumns);
        var needed = new bool[InputSchema.Count];
        var added = new bool[_addedCount];
        foreach (var column in dependingColumns)
        {
            int from = _layout[column.Index];
            if (from >= 0)
            {
                needed[from] = true;
            }
            else
            {
                added[~from] = true;
            }
        }

        if (Array.IndexOf(added, true) >= 0)
        {
            MarkDependencies(added, needed);
        }

        return InputSchema.Where(column => needed[column.Index]).ToArray();
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        if (!ReferenceEquals(input.Schema, InputSchema))
        {
            throw new ArgumentException("The row's schema has to be the schema that the mapper was made for.", nameof(input));
        }

        return new MappedRow(input, new MappedColumns(this, input, activeColumns));
    }

    /// <summary>The getters of the active added columns; null for the others.</summary>
    internal Delegate[] GettersOf(DataViewRow input, bool[] activeAdded) =>
        Array.IndexOf(activeAdded, true) < 0 ? new Delegate[_addedCount] : CreateGetters(input, activeAdded);

    internal bool[] NewAddedFlags() => new bool[_addedCount];

    /// <summary>Marks in <paramref name="needed"/> the input columns behind the active added ones, of which there is at least one.</summary>
    protected abstract void MarkDependencies(bool[] activeAdded, bool[] needed);

    protected abstract Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded);
}
