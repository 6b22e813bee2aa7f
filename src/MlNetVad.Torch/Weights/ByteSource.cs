using System.IO.MemoryMappedFiles;

namespace MlNetVad.Torch.Weights;

/// <summary>The bytes of a weight file, read where they lie.</summary>
internal abstract class ByteSource : IDisposable
{
    public abstract long Length { get; }

    public abstract ReadOnlySpan<byte> Slice(long offset, int length);

    public abstract void Dispose();

    /// <summary>A file, mapped: only what is read is loaded.</summary>
    public sealed unsafe class Mapped : ByteSource
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _start;
        private bool _disposed;

        public Mapped(FileStream stream)
        {
            Length = stream.Length;
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _start = start + _view.PointerOffset;
        }

        public override long Length { get; }

        public override ReadOnlySpan<byte> Slice(long offset, int length)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
            return new ReadOnlySpan<byte>(_start + offset, length);
        }

        public override void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
                _view.Dispose();
                _file.Dispose();
            }
        }
    }

    /// <summary>Bytes that are in memory already, such as an entry of a model zip.</summary>
    public sealed class InMemory(ReadOnlyMemory<byte> content) : ByteSource
    {
        public override long Length => content.Length;

        public override ReadOnlySpan<byte> Slice(long offset, int length) => content.Span.Slice(checked((int)offset), length);

        public override void Dispose()
        {
        }
    }
}
