using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetVad.Video;

/// <summary>Walks over the clips of a view, decoding each frame once and none at all where no clip is asked for.</summary>
internal sealed class ClipCursor : DataViewRowCursor
{
    private readonly VideoDataView _view;
    private readonly bool[] _active;
    private ClipWindow? _window;
    private int _video = -1;
    private long _position = -1;
    private bool _ended;

    public ClipCursor(VideoDataView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        _view = view;
        _active = new bool[view.Schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            if (column.Index < _active.Length)
            {
                _active[column.Index] = true;
            }
        }
    }

    public override DataViewSchema Schema => _view.Schema;

    public override long Position => _position;

    public override long Batch => 0;

    public override bool MoveNext()
    {
        while (!_ended)
        {
            _view.Options.CancellationToken.ThrowIfCancellationRequested();
            if (_window is not null && _window.MoveNext())
            {
                _position++;
                return true;
            }

            _window?.Dispose();
            _window = null;
            if (++_video >= _view.Source.Videos.Count)
            {
                _ended = true;
                _position = -1;
                break;
            }

            _window = new ClipWindow(_view, _view.Source.Videos[_video], _active[VideoDataView.ClipColumn]);
        }

        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < _active.Length && _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) =>
    {
        _ = Row();
        id = new DataViewRowId((ulong)_position, 0);
    };

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' was not asked for when the cursor was made.");
        }

        Delegate getter = column.Index switch
        {
            VideoDataView.VideoColumn => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> id) => id = Row().Video.Id.AsMemory()),
            VideoDataView.FrameColumn => (ValueGetter<long>)((ref long frame) => frame = Row().TargetFrame),
            VideoDataView.ClipColumn => (ValueGetter<VBuffer<byte>>)GetClip,
            _ => (ValueGetter<float>)((ref float label) => label = Row().Video.LabelOf(Row().TargetFrame)),
        };
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{column.Name}' holds {column.Type}; it cannot be read as {typeof(TValue)}.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            _position = -1;
            _window?.Dispose();
            _window = null;
        }

        base.Dispose(disposing);
    }

    private void GetClip(ref VBuffer<byte> clip)
    {
        ClipBuffer buffer = Row().Buffer!;
        VBufferEditor<byte> editor = VBufferEditor.Create(ref clip, buffer.ClipBytes);
        buffer.CopyTo(editor.Values);
        clip = editor.Commit();
    }

    private ClipWindow Row() => _position >= 0 && _window is not null
        ? _window
        : throw new InvalidOperationException("The cursor stands on no row: call MoveNext first.");
}
