using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace MlNetVad.Scoring;

/// <summary>How values of a column are written, for one process alone.</summary>
internal static class ValueCodec
{
    /// <summary>The codec of a column's raw type; null where there is none.</summary>
    public static object? Of(Type type)
    {
        if (type == typeof(ReadOnlyMemory<char>))
        {
            return new TextCodec();
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
        {
            Type item = type.GetGenericArguments()[0];
            return Of(item) is { } items ? Make(typeof(VectorCodec<>), item, items) : null;
        }

        return (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!
            ? null
            : Make(typeof(PlainCodec<>), type);
    }

    private static object Make(Type codec, Type of, params object[] arguments) => Activator.CreateInstance(codec.MakeGenericType(of), arguments)!;
}

/// <summary>How values of a type are written.</summary>
internal abstract class ValueCodec<T>
{
    public abstract void Write(BinaryWriter writer, in T value);

    public abstract void Read(BinaryReader reader, ref T value);

    public virtual void WriteAll(BinaryWriter writer, ReadOnlySpan<T> values)
    {
        foreach (ref readonly T value in values)
        {
            Write(writer, in value);
        }
    }

    public virtual void ReadAll(BinaryReader reader, Span<T> values)
    {
        foreach (ref T value in values)
        {
            Read(reader, ref value);
        }
    }
}

/// <summary>Numbers, truth values, moments: as they lie in memory.</summary>
internal sealed class PlainCodec<T> : ValueCodec<T>
    where T : struct
{
    public override void Write(BinaryWriter writer, in T value) => WriteAll(writer, new ReadOnlySpan<T>(in value));

    public override void Read(BinaryReader reader, ref T value) => ReadAll(reader, new Span<T>(ref value));

    public override void WriteAll(BinaryWriter writer, ReadOnlySpan<T> values) => writer.Write(MemoryMarshal.AsBytes(values));

    public override void ReadAll(BinaryReader reader, Span<T> values) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
}

/// <summary>Text.</summary>
internal sealed class TextCodec : ValueCodec<ReadOnlyMemory<char>>
{
    public override void Write(BinaryWriter writer, in ReadOnlyMemory<char> value) => writer.Write(value.ToString());

    public override void Read(BinaryReader reader, ref ReadOnlyMemory<char> value) => value = reader.ReadString().AsMemory();
}

/// <summary>Vectors, dense or sparse as they are.</summary>
internal sealed class VectorCodec<T>(ValueCodec<T> items) : ValueCodec<VBuffer<T>>
{
    public override void Write(BinaryWriter writer, in VBuffer<T> value)
    {
        writer.Write(value.Length);
        writer.Write(value.IsDense ? -1 : value.GetValues().Length);
        if (!value.IsDense)
        {
            writer.Write(MemoryMarshal.AsBytes(value.GetIndices()));
        }

        items.WriteAll(writer, value.GetValues());
    }

    public override void Read(BinaryReader reader, ref VBuffer<T> value)
    {
        int length = reader.ReadInt32(), count = reader.ReadInt32();
        VBufferEditor<T> editor = count < 0 ? VBufferEditor.Create(ref value, length) : VBufferEditor.Create(ref value, length, count);
        if (count >= 0)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(editor.Indices));
        }

        items.ReadAll(reader, editor.Values);
        value = editor.Commit();
    }
}
