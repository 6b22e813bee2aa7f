using System.Buffers.Binary;
using System.Text;

namespace MlNetVad.Video.Labels;

/// <summary>Reads the elements of a MAT-file (level 5) forward, one after another.</summary>
internal sealed class MatStream(Stream stream)
{
    private const int CellClass = 1, StructClass = 2, CharClass = 4, FirstNumericClass = 6, LastNumericClass = 15;
    private const int ComplexFlag = 0x0800;

    /// <summary>Reads a tag; false at the end of the stream.</summary>
    public bool TryReadTag(out Tag tag)
    {
        Span<byte> head = stackalloc byte[8];
        int got = stream.ReadAtLeast(head, 8, throwOnEndOfStream: false);
        tag = default;
        if (got == 0)
        {
            return false;
        }

        if (got < 8)
        {
            throw new EndOfStreamException("the file ends within a tag");
        }

        uint first = BinaryPrimitives.ReadUInt32LittleEndian(head);
        // up to four bytes travel within the tag itself, their number in its upper half
        tag = first >> 16 != 0
            ? new Tag((MatType)(first & 0xFFFF), (int)(first >> 16), head[4..].ToArray())
            : new Tag((MatType)first, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(head[4..])), null);
        return true;
    }

    /// <summary>Reads what comes before the contents of a matrix, whose tag was read.</summary>
    public MatHeader ReadMatrixHeader()
    {
        byte[] flags = ReadData(out _);
        if (flags.Length < 8)
        {
            throw new InvalidDataException("an array has no flags");
        }

        uint word = BinaryPrimitives.ReadUInt32LittleEndian(flags);
        byte[] sizes = ReadData(out MatType sizeType);
        int[] dimensions = Integers(sizes, sizeType);
        string name = Encoding.ASCII.GetString(ReadData(out _));
        return new MatHeader(name, (int)(word & 0xFF), (word & ComplexFlag) != 0, dimensions);
    }

    /// <summary>Reads a whole matrix with its tag.</summary>
    public MatArray ReadMatrix()
    {
        if (!TryReadTag(out Tag tag))
        {
            throw new EndOfStreamException("the file ends within a cell array");
        }

        if (tag.Type != MatType.Matrix)
        {
            throw new InvalidDataException($"an array was expected where data type {(int)tag.Type} stands");
        }

        return tag.Size == 0 ? new MatArray { Name = "", Dimensions = [0, 0] } : ReadContents(ReadMatrixHeader());
    }

    /// <summary>Reads the contents of a matrix whose header was read.</summary>
    public MatArray ReadContents(MatHeader header)
    {
        if (header.Class == CellClass)
        {
            var cells = new List<MatArray>();
            for (int i = 0; i < header.Count; i++)
            {
                cells.Add(ReadMatrix());
            }

            return new MatArray { Name = header.Name, Dimensions = header.Dimensions, Cells = cells };
        }

        if (header.Class == StructClass)
        {
            return ReadStructure(header);
        }

        if (header.Class is not CharClass and (< FirstNumericClass or > LastNumericClass))
        {
            throw new InvalidDataException($"array '{header.Name}' is of class {header.Class}; only numbers, text, cells and structures are read");
        }

        byte[] data = ReadData(out MatType type);
        if (header.Complex)
        {
            ReadData(out _);
        }

        if (data.Length < (long)header.Count * type.Size() && header.Class != CharClass)
        {
            throw new InvalidDataException($"array '{header.Name}' has fewer numbers than its dimensions say");
        }

        return new MatArray { Name = header.Name, Dimensions = header.Dimensions, Data = data, Storage = type };
    }

    private static int[] Integers(byte[] data, MatType type)
    {
        var array = new MatArray { Name = "", Dimensions = [data.Length / type.Size()], Data = data, Storage = type };
        return [.. Enumerable.Range(0, array.Count).Select(i => checked((int)array[i]))];
    }

    private MatArray ReadStructure(MatHeader header)
    {
        byte[] lengthData = ReadData(out MatType lengthType);
        int length = Integers(lengthData, lengthType)[0];
        string[] names = [.. ReadData(out _).Chunk(length).Select(chunk => Encoding.ASCII.GetString(chunk).TrimEnd('\0'))];
        var fields = new List<(string, MatArray)>();
        for (int i = 0; i < header.Count; i++)
        {
            foreach (string name in names)
            {
                int end = name.IndexOf('\0');
                fields.Add((end < 0 ? name : name[..end], ReadMatrix()));
            }
        }

        return new MatArray { Name = header.Name, Dimensions = header.Dimensions, Fields = fields };
    }

    private byte[] ReadData(out MatType type)
    {
        if (!TryReadTag(out Tag tag))
        {
            throw new EndOfStreamException("the file ends within an array");
        }

        type = tag.Type;
        if (tag.Inline is { } inline)
        {
            return inline[..tag.Size];
        }

        byte[] data = ReadGrowing(tag.Size);
        Span<byte> padding = stackalloc byte[7];
        stream.ReadExactly(padding[..((8 - tag.Size % 8) % 8)]);
        return data;
    }

    // a damaged file may claim any size: grow with what is really there
    private byte[] ReadGrowing(int size)
    {
        const int Step = 1 << 20;
        var data = new byte[Math.Min(size, Step)];
        stream.ReadExactly(data);
        while (data.Length < size)
        {
            int had = data.Length;
            Array.Resize(ref data, (int)Math.Min(size, 2L * had));
            stream.ReadExactly(data.AsSpan(had));
        }

        return data;
    }

    /// <summary>What precedes an element's data.</summary>
    internal readonly record struct Tag(MatType Type, int Size, byte[]? Inline);
}

/// <summary>What precedes the contents of an array.</summary>
internal sealed record MatHeader(string Name, int Class, bool Complex, int[] Dimensions)
{
    /// <summary>Number of elements.</summary>
    public int Count => Dimensions.Aggregate(1, (product, d) => checked(product * d));

    /// <summary>Whether the elements are arrays themselves.</summary>
    public bool IsCell => Class == 1;
}
