using Microsoft.ML;

namespace MlNetVad.Scoring;

/// <summary>A column's values in a file of its own. What is the same as in the row before is written once.</summary>
internal abstract class SpooledColumn : IDisposable
{
    /// <summary>Begins one.</summary>
    /// <param name="cursor">Its rows.</param>
    /// <param name="column">The column, of a type that has a <see cref="ValueCodec"/>.</param>
    /// <param name="path">The file to be.</param>
    public static SpooledColumn Begin(DataViewRowCursor cursor, DataViewSchema.Column column, string path) =>
        (SpooledColumn)Activator.CreateInstance(typeof(SpooledColumn<>).MakeGenericType(column.Type.RawType), cursor, column, path, ValueCodec.Of(column.Type.RawType))!;

    /// <summary>Writes the value of the cursor's row.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public abstract void Append();

    /// <summary>Writes what is still to be written.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public abstract void Flush();

    /// <summary>Ends writing.</summary>
    public abstract void Dispose();
}

/// <summary>A column of values of a type.</summary>
internal sealed class SpooledColumn<T> : SpooledColumn
{
    private readonly ValueGetter<T> _getter;
    private readonly ValueCodec<T> _codec;
    private readonly string _path;
    private readonly List<long> _offsets = [];
    private readonly FileStream _file;
    private readonly MemoryStream _now = new();
    private readonly BinaryWriter _writer;
    private byte[] _before = [];
    private T _value = default!;

    public SpooledColumn(DataViewRowCursor cursor, DataViewSchema.Column column, string path, ValueCodec<T> codec)
    {
        (_getter, _codec, _path) = (cursor.GetGetter<T>(column), codec, path);
        _file = File.Create(path);
        _writer = new BinaryWriter(_now);
    }

    public override void Append()
    {
        _getter(ref _value);
        _now.SetLength(0);
        _codec.Write(_writer, in _value);
        ReadOnlySpan<byte> bytes = _now.GetBuffer().AsSpan(0, (int)_now.Length);
        if (_offsets.Count > 0 && bytes.SequenceEqual(_before))
        {
            _offsets.Add(_offsets[^1]);
            return;
        }

        _offsets.Add(_file.Position);
        _file.Write(bytes);
        _before = bytes.Length == _before.Length ? _before : new byte[bytes.Length];
        bytes.CopyTo(_before);
    }

    public override void Flush() => _file.Flush();

    public override void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // there was no room, which has been said: nobody reads it
        }
    }

    /// <summary>Opens it for reading.</summary>
    /// <param name="row">The row that a value is of.</param>
    /// <param name="file">What is to be disposed of after the last.</param>
    public ValueGetter<T> Open(Func<long> row, out IDisposable file)
    {
        var reader = new BinaryReader(File.OpenRead(_path));
        file = reader;
        return (ref T value) =>
        {
            long offset = _offsets[(int)row()];
            if (reader.BaseStream.Position != offset)
            {
                reader.BaseStream.Position = offset;
            }

            _codec.Read(reader, ref value);
        };
    }
}
