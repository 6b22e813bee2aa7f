using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Fills a source object, calls the user's action and serves the columns of the target object: once a row, and only when
/// a getter asks. The objects are reused from row to row.
/// </summary>
internal sealed class CustomRowMapping<TSrc, TDst> : RowMapping
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly SchemaDefinition _sourceDefinition;
    private readonly RowWriter<TDst> _target;
    private readonly Func<Action<TSrc, TDst>> _begin;
    private readonly IReadOnlyList<DataViewSchema.Column> _sources;

    // begin gives the action for one row object or cursor, with a state of its own where it has one.
    public CustomRowMapping(DataViewSchema input, SchemaDefinition sourceDefinition, RowWriter<TDst> target, Func<Action<TSrc, TDst>> begin)
        : base(input, [.. target.Schema.Select(column => new DataViewSchema.DetachedColumn(column))])
    {
        _sourceDefinition = sourceDefinition;
        _target = target;
        _begin = begin;
        _sources = RowReader<TSrc>.ColumnsNeeded(input, sourceDefinition);
    }

    protected override void MarkDependencies(bool[] activeAdded, bool[] needed)
    {
        foreach (var column in _sources)
        {
            needed[column.Index] = true;
        }
    }

    protected override Delegate[] CreateGetters(DataViewRow input, bool[] activeAdded)
    {
        var reader = new RowReader<TSrc>(input, _sourceDefinition);
        var action = _begin();
        var source = new TSrc();
        var target = new TDst();
        long served = -1;
        TDst Current()
        {
            if (served != input.Position)
            {
                reader.Read(source);
                action(source, target);
                served = input.Position;
            }

            return target;
        }

        var getters = new Delegate[activeAdded.Length];
        for (int i = 0; i < getters.Length; i++)
        {
            getters[i] = activeAdded[i] ? _target.CreateGetter(i, Current) : null;
        }

        return getters;
    }
}
