using System.Buffers.Binary;

namespace MlNetVad.Video.Labels;

/// <summary>A MATLAB array: numbers in column order, cells, or the fields of a structure.</summary>
internal sealed class MatArray
{
    public required string Name { get; init; }

    public required int[] Dimensions { get; init; }

    /// <summary>The elements of a cell array, column order; null for other classes.</summary>
    public IReadOnlyList<MatArray>? Cells { get; init; }

    /// <summary>The fields of a structure (of a structure array: of all its elements, one after another); null for other classes.</summary>
    public IReadOnlyList<(string Name, MatArray Value)>? Fields { get; init; }

    /// <summary>The numbers as stored, little-endian.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>How the numbers are stored, which need not be the array's class: doubles that fit are stored as bytes.</summary>
    public MatType Storage { get; init; } = MatType.Int8;

    /// <summary>Number of elements.</summary>
    public int Count => Dimensions.Aggregate(1, (product, d) => checked(product * d));

    /// <summary>Whether any number is above zero.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="VadException">A number is negative or NaN.</exception>
    public bool AnyMarked(string path)
    {
        if (Storage == MatType.UInt8)
        {
            return Data.AsSpan().ContainsAnyExcept((byte)0);
        }

        bool any = false;
        for (int i = 0; i < Count; i++)
        {
            any |= MaskValue.IsMarked(this[i], path);
        }

        return any;
    }

    /// <summary>One number, column order.</summary>
    public double this[int index]
    {
        get
        {
            ReadOnlySpan<byte> at = Data.AsSpan(index * Storage.Size());
            return Storage switch
            {
                MatType.Int8 => (sbyte)at[0],
                MatType.UInt8 or MatType.Utf8 => at[0],
                MatType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(at),
                MatType.UInt16 or MatType.Utf16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
                MatType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
                MatType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
                MatType.Single => BinaryPrimitives.ReadSingleLittleEndian(at),
                MatType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(at),
                MatType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(at),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(at),
            };
        }
    }

    /// <summary>This array, its cells and its fields, depth first.</summary>
    public IEnumerable<MatArray> Tree() =>
        new[] { this }.Concat((Cells ?? Fields?.Select(f => f.Value) ?? []).SelectMany(inner => inner.Tree()));
}

/// <summary>Data types of the MAT-file format, level 5.</summary>
internal enum MatType
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
    Utf8 = 16,
    Utf16 = 17,
}

internal static class MatTypeSizes
{
    /// <summary>Bytes of one number.</summary>
    public static int Size(this MatType type) => type switch
    {
        MatType.Int8 or MatType.UInt8 or MatType.Utf8 => 1,
        MatType.Int16 or MatType.UInt16 or MatType.Utf16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
        _ => throw new InvalidDataException($"data type {(int)type} holds no numbers"),
    };
}
