using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Torch.Trainers.Scoring;

/// <summary>The rows of the input with their scores; where the number of rows is known, several are read ahead and scored at once.</summary>
internal sealed class LookAheadView(IDataView input, ComponentMapper mapper, SparseFeatureFilteringTransformer transformer) : IDataView
{
    private readonly ComponentView _single = new(input, mapper);

    public bool CanShuffle => _single.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        bool scored = needed.Any(c => c.Index >= input.Schema.Count);
        return scored && transformer.Scoring.LookAhead > 1 && input.GetRowCount() is not null
            ? Ahead(needed, rand)
            : _single.GetRowCursor(needed, rand);
    }

    // one cursor: the network itself works on all cores
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private LookAheadCursor Ahead(DataViewSchema.Column[] needed, Random? rand)
    {
        DataViewSchema.Column[] sources = [.. transformer.Inputs.Select(i => i.Find(input.Schema))];
        DataViewRowCursor source = input.GetRowCursor(mapper.GetDependencies(needed), CanShuffle ? rand : null);
        var row = new PredictorRow(transformer.Columns);
        for (int i = 0; i < sources.Length; i++)
        {
            row.Slots[i].Bind(source, sources[i]);
        }

        HashSet<int> wanted = [.. needed.Select(c => c.Index)];
        var passed = new PassedColumns(source, wanted.Where(i => i < input.Schema.Count).Select(i => input.Schema[i]), transformer.Scoring.LookAhead);
        return new LookAheadCursor(
            source, Schema, wanted, row, transformer.CreateScorer(sources[0].Type), transformer.CreateOutputs(), passed, transformer.Scoring.LookAhead);
    }
}

/// <summary>Reads some rows, scores them when the first of their results is asked for, and hands them out one by one.</summary>
internal sealed class LookAheadCursor(
    DataViewRowCursor source,
    DataViewSchema schema,
    HashSet<int> wanted,
    PredictorRow row,
    RowScorer scorer,
    PredictorOutputs outputs,
    PassedColumns passed,
    int count) : DataViewRowCursor
{
    private IReadOnlyList<RowScore> _scores = [];
    private int _held, _current, _taken = -1;
    private bool _scored;
    private long _position = -1;

    public override long Position => _position;

    public override long Batch => 0;

    public override DataViewSchema Schema => schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = passed.Id(_current);

    public override bool IsColumnActive(DataViewSchema.Column column) => wanted.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentException($"Column '{column.Name}' is not active; ask for it when the cursor is made.", nameof(column));
        }

        Delegate getter = column.Index < source.Schema.Count
            ? passed.Getter<TValue>(column, () => _current)
            : outputs.Slots[column.Index - source.Schema.Count].Getter(EnsureScored);
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is of type {column.Type}, not {typeof(TValue).Name}.");
    }

    public override bool MoveNext()
    {
        if (++_current >= _held)
        {
            ReadAhead();
        }

        _position = _held == 0 ? -1 : _position + 1;
        return _held > 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            scorer.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        if (!_scored && _held > 0)
        {
            scorer.Score();   // nobody asked: the staged rows must go
        }

        (_held, _current, _taken, _scored) = (0, 0, -1, false);
        while (_held < count && source.MoveNext())
        {
            passed.Keep(_held++);
            row.Read();
            scorer.Stage(row);
        }
    }

    private void EnsureScored()
    {
        if (!_scored)
        {
            _scores = scorer.Score();
            _scored = true;
        }

        if (_taken != _current)
        {
            outputs.Take(_scores[_current]);
            _taken = _current;
        }
    }
}
