namespace MlNetVad.Persistence;

/// <summary>
/// Passes everything on to a file. What the disk refuses names the output, so that the errors of those who write,
/// about what they read, are not taken for it. The file stays open.
/// </summary>
internal sealed class OutputStream(FileStream file, string path) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => file.CanSeek;

    public override bool CanWrite => file.CanWrite;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => Guarded(() => file.Position = value);
    }

    public override void Flush() => Guarded(() => file.Flush());

    public override long Seek(long offset, SeekOrigin origin)
    {
        Guarded(() => file.Seek(offset, origin));
        return file.Position;
    }

    public override void SetLength(long value) => Guarded(() => file.SetLength(value));

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception e) when (DiskError.IsRefusal(e))
        {
            throw DiskError.Unwritable(path, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (DiskError.IsRefusal(e))
        {
            throw DiskError.Unwritable(path, e);
        }
    }
}
