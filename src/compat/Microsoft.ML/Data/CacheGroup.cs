using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Data;

/// <summary>Columns that are read into their buffers by one pass over the input, as far as somebody has asked.</summary>
internal sealed class CacheGroup(IDataView input, (DataViewSchema.Column Column, ColumnBuffer Buffer)[] columns, Action<int> completed)
{
    private readonly Lock _lock = new();
    private DataViewRowCursor _cursor;
    private Action<int>[] _fillers;
    private ExceptionDispatchInfo _failure;
    private bool _complete;
    private volatile int _rows;

    /// <summary>Reads up to and including a row; false where the input has no such row.</summary>
    public bool FillTo(int row)
    {
        if (row < _rows)
            return true;
        lock (_lock)
        {
            _failure?.Throw();
            try
            {
                while (row >= _rows && ReadRow())
                {
                }
            }
            catch (Exception e)
            {
                // The input has moved on: going on would lose a row, so everybody hears of the same failure.
                _failure = ExceptionDispatchInfo.Capture(e);
                _cursor?.Dispose();
                throw;
            }
        }
        return row < _rows;
    }

    /// <summary>Reads everything; returns the number of rows.</summary>
    public int FillAll()
    {
        FillTo(int.MaxValue);
        return _rows;
    }

    private bool ReadRow()
    {
        if (_complete)
            return false;
        if (_cursor is null)
        {
            _cursor = input.GetRowCursor(columns.Select(pair => pair.Column));
            _fillers = Array.ConvertAll(columns, pair => pair.Buffer.Filler(_cursor));
        }
        if (!_cursor.MoveNext())
        {
            _complete = true;
            _cursor.Dispose();
            completed(_rows);
            return false;
        }
        foreach ((_, ColumnBuffer buffer) in columns)
            buffer.Reserve(_rows + 1);
        foreach (Action<int> fill in _fillers)
            fill(_rows);
        _rows++;
        return true;
    }
}
