namespace Microsoft.ML.Data;

/// <summary>The rows whose number lies in [lower, upper); a missing number (NaN) lies nowhere.</summary>
internal sealed class RangeView : RowView
{
    private readonly DataViewSchema.Column _column;
    private readonly double _lower;
    private readonly double _upper;

    public RangeView(IDataView input, DataViewSchema.Column column, double lower, double upper)
        : base(input)
    {
        if (lower > upper)
            throw new ArgumentException($"The lower bound {lower} lies above the upper bound {upper}.", nameof(lower));
        _column = column;
        _lower = lower;
        _upper = upper;
    }

    public override bool CanShuffle => Input.CanShuffle;

    public override long? GetRowCount() => null;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = new ActiveColumns(Schema, columnsNeeded);
        return new Cursor(Input.GetRowCursor(WithOwn(active), rand), this, active);
    }

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        var active = new ActiveColumns(Schema, columnsNeeded);
        return Array.ConvertAll(
            Input.GetRowCursorSet(WithOwn(active), n, rand),
            cursor => (DataViewRowCursor)new Cursor(cursor, this, active));
    }

    private DataViewSchema.Column[] WithOwn(ActiveColumns active) =>
        active.Indices.Append(_column.Index).Distinct().Select(index => Schema[index]).ToArray();

    private sealed class Cursor : PassThroughCursor
    {
        private readonly ActiveColumns _active;
        private readonly RangeView _view;
        private readonly Func<double> _number;

        public Cursor(DataViewRowCursor input, RangeView view, ActiveColumns active)
            : base(input)
        {
            _view = view;
            _active = active;
            if (view._column.Type.Equals(NumberDataViewType.Single))
            {
                ValueGetter<float> getter = input.GetGetter<float>(view._column);
                _number = () =>
                {
                    float value = 0;
                    getter(ref value);
                    return value;
                };
            }
            else
            {
                ValueGetter<double> getter = input.GetGetter<double>(view._column);
                _number = () =>
                {
                    double value = 0;
                    getter(ref value);
                    return value;
                };
            }
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            _active.Contains(column) ? base.GetGetter<TValue>(column) : Getters.Checked<TValue>(null, column);

        protected override bool MoveInput()
        {
            while (Input.MoveNext())
            {
                double value = _number();
                if (value >= _view._lower && value < _view._upper)
                    return true;
            }
            return false;
        }
    }
}
