namespace Microsoft.ML.Data;

/// <summary>The rows after the first few, as many as wanted.</summary>
internal sealed class SkipTakeView : RowView
{
    private readonly long _skip;
    private readonly long _take;

    public SkipTakeView(IDataView input, long skip, long take)
        : base(input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        _skip = skip;
        _take = take;
    }

    public override bool CanShuffle => false;

    public override long? GetRowCount() => Input.GetRowCount() is { } rows ? Math.Min(Math.Max(0, rows - _skip), _take) : null;

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(Input.GetRowCursor(columnsNeeded), _skip, _take);

    private sealed class Cursor(DataViewRowCursor input, long skip, long take) : PassThroughCursor(input)
    {
        private long _toSkip = skip;
        private long _left = take;

        protected override bool MoveInput()
        {
            if (_left == 0)
                return false;
            for (; _toSkip > 0; _toSkip--)
            {
                if (!Input.MoveNext())
                {
                    _left = 0;
                    return false;
                }
            }
            _left--;
            return Input.MoveNext();
        }
    }
}
