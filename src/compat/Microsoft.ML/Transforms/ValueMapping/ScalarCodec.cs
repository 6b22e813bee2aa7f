using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>How the values of one scalar column type are written into a model and read back.</summary>
internal abstract class ScalarCodec
{
    private static readonly ScalarCodec[] All =
    [
        new TextCodec(),
        new Codec<bool>(BooleanDataViewType.Instance, (writer, value) => writer.Write(value), reader => reader.ReadBoolean()),
        new Codec<sbyte>(NumberDataViewType.SByte, (writer, value) => writer.Write(value), reader => reader.ReadSByte()),
        new Codec<byte>(NumberDataViewType.Byte, (writer, value) => writer.Write(value), reader => reader.ReadByte()),
        new Codec<short>(NumberDataViewType.Int16, (writer, value) => writer.Write(value), reader => reader.ReadInt16()),
        new Codec<ushort>(NumberDataViewType.UInt16, (writer, value) => writer.Write(value), reader => reader.ReadUInt16()),
        new Codec<int>(NumberDataViewType.Int32, (writer, value) => writer.Write(value), reader => reader.ReadInt32()),
        new Codec<uint>(NumberDataViewType.UInt32, (writer, value) => writer.Write(value), reader => reader.ReadUInt32()),
        new Codec<long>(NumberDataViewType.Int64, (writer, value) => writer.Write(value), reader => reader.ReadInt64()),
        new Codec<ulong>(NumberDataViewType.UInt64, (writer, value) => writer.Write(value), reader => reader.ReadUInt64()),
        new Codec<float>(NumberDataViewType.Single, (writer, value) => writer.Write(value), reader => reader.ReadSingle()),
        new Codec<double>(NumberDataViewType.Double, (writer, value) => writer.Write(value), reader => reader.ReadDouble()),
        new Codec<DateTime>(DateTimeDataViewType.Instance, (writer, value) => writer.Write(value.Ticks), reader => new DateTime(reader.ReadInt64(), DateTimeKind.Unspecified)),
        new Codec<TimeSpan>(TimeSpanDataViewType.Instance, (writer, value) => writer.Write(value.Ticks), reader => new TimeSpan(reader.ReadInt64())),
    ];

    public abstract PrimitiveDataViewType Type { get; }

    /// <summary>How two values are equal, where it is not the type's own way.</summary>
    public virtual object Comparer => null;

    public static ScalarCodec Of(Type type) =>
        Array.Find(All, codec => codec.Type.RawType == (type == typeof(string) ? typeof(ReadOnlyMemory<char>) : type))
        ?? throw new NotSupportedException($"Values of type {type.Name} cannot be kept in a model; text, booleans, numbers, dates and times can.");

    public static ScalarCodec OrNull(DataViewType type) => Array.Find(All, codec => codec.Type.Equals(type));

    public static ScalarCodec Read(BinaryReader reader)
    {
        int kind = reader.ReadByte();
        return kind < All.Length ? All[kind] : throw new FormatException($"The model names an unknown column type ({kind}).");
    }

    public void WriteKind(BinaryWriter writer) => writer.Write((byte)Array.IndexOf(All, this));

    public virtual object ToRaw(object value) => value;

    public abstract void WriteBoxed(BinaryWriter writer, object value);

    public abstract object ReadBoxed(BinaryReader reader);

    private sealed class Codec<T>(PrimitiveDataViewType type, Action<BinaryWriter, T> write, Func<BinaryReader, T> read) : ScalarCodec
    {
        public override PrimitiveDataViewType Type => type;

        public override void WriteBoxed(BinaryWriter writer, object value) => write(writer, (T)value);

        public override object ReadBoxed(BinaryReader reader) => read(reader);
    }

    private sealed class TextCodec : ScalarCodec, IEqualityComparer<ReadOnlyMemory<char>>
    {
        private const int PieceLength = 1 << 16;

        public override PrimitiveDataViewType Type => TextDataViewType.Instance;

        public override object Comparer => this;

        public override object ToRaw(object value) => value is string text ? text.AsMemory() : value ?? ReadOnlyMemory<char>.Empty;

        // Payloads are long texts: they are encoded piece by piece, and decoded from where they lie.
        public override void WriteBoxed(BinaryWriter writer, object value)
        {
            var text = ((ReadOnlyMemory<char>)value).Span;
            writer.Write(Encoding.UTF8.GetByteCount(text));
            var encoder = Encoding.UTF8.GetEncoder();
            var bytes = new byte[Encoding.UTF8.GetMaxByteCount(Math.Min(text.Length, PieceLength))];
            for (int start = 0; start < text.Length; start += PieceLength)
            {
                var piece = text.Slice(start, Math.Min(PieceLength, text.Length - start));
                int count = encoder.GetBytes(piece, bytes, flush: start + piece.Length == text.Length);
                writer.Write(bytes.AsSpan(0, count));
            }
        }

        public override object ReadBoxed(BinaryReader reader)
        {
            int length = reader.ReadInt32();
            var stream = (MemoryStream)reader.BaseStream;
            if (length < 0 || length > stream.Length - stream.Position)
            {
                throw new FormatException("The model holds a text that is longer than the model.");
            }

            string text = Encoding.UTF8.GetString(stream.GetBuffer(), (int)stream.Position, length);
            stream.Position += length;
            return text.AsMemory();
        }

        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> obj) => string.GetHashCode(obj.Span, StringComparison.Ordinal);
    }
}
