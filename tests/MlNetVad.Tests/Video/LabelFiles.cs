using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MlNetVad.Tests.Video;

/// <summary>Writes small label files byte by byte, as MATLAB and NumPy do.</summary>
internal static class LabelFiles
{
    private const int CellClass = 1, StructClass = 2, DoubleClass = 6, ByteClass = 9;

    public static byte[] Matrix(string name, int rows, int columns, params double[] values)
    {
        var data = new byte[8 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(8 * i), values[i]);
        }

        return Array(DoubleClass, name, rows, columns, Element(9, data));
    }

    /// <summary>A double matrix whose values fit into bytes, which MATLAB then stores as bytes.</summary>
    public static byte[] SmallMatrix(string name, int rows, int columns, params byte[] values) =>
        Array(DoubleClass, name, rows, columns, Element(2, values));

    public static byte[] ByteMatrix(string name, int rows, int columns, params byte[] values) =>
        Array(ByteClass, name, rows, columns, Element(2, values));

    public static byte[] Cells(string name, params byte[][] cells) => Array(CellClass, name, 1, cells.Length, [.. cells.SelectMany(c => c)]);

    public static byte[] Structure(string name, string field, byte[] value)
    {
        var names = new byte[32];
        Encoding.ASCII.GetBytes(field).CopyTo(names, 0);
        return Array(StructClass, name, 1, 1, [.. Element(5, [32, 0, 0, 0]), .. Element(1, names), .. value]);
    }

    public static byte[] Compress(byte[] element)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(element);
        }

        return [15, 0, 0, 0, .. Int(packed.Length), .. packed.ToArray()];
    }

    public static void Mat(string path, params byte[][] elements)
    {
        byte[] text = Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, made by a test".PadRight(124));
        File.WriteAllBytes(path, [.. text, 0, 1, (byte)'I', (byte)'M', .. elements.SelectMany(e => e)]);
    }

    public static void Npy(string path, string type, string shape, byte[] data, byte version = 1, string order = "False")
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}".PadRight(117) + "\n";
        byte[] length = version == 1 ? [(byte)header.Length, 0] : Int(header.Length);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. data]);
    }

    private static byte[] Array(int kind, string name, int rows, int columns, byte[] contents)
    {
        byte[] body =
        [
            .. Element(6, [(byte)kind, 0, 0, 0, 0, 0, 0, 0]), .. Element(5, [.. Int(rows), .. Int(columns)]),
            .. Element(1, Encoding.ASCII.GetBytes(name)), .. contents,
        ];
        return [14, 0, 0, 0, .. Int(body.Length), .. body];
    }

    // up to four bytes travel within the tag
    private static byte[] Element(byte type, byte[] data) => data.Length is > 0 and <= 4
        ? [type, 0, (byte)data.Length, 0, .. data, .. new byte[4 - data.Length]]
        : [type, 0, 0, 0, .. Int(data.Length), .. data, .. new byte[(8 - (data.Length % 8)) % 8]];

    private static byte[] Int(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)value);
        return bytes;
    }
}
