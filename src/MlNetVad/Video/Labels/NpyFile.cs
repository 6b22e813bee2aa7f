using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MlNetVad.Video.Labels;

/// <summary>A NumPy array file, versions 1 to 3, read forward.</summary>
internal sealed partial class NpyFile : IDisposable
{
    private const int PreambleBytes = 10;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly string _type;
    private readonly int _itemBytes;
    private byte[] _buffer = [];
    private float[] _values = [];

    private NpyFile(string path, FileStream file, string type, int[] shape)
    {
        _path = path;
        _file = file;
        _type = type;
        _itemBytes = ItemBytes(path, type);
        Shape = shape;
    }

    public int[] Shape { get; }

    /// <summary>Opens a file at its first value.</summary>
    /// <exception cref="VadException">Not such a file, or one in Fortran order, big-endian or of another type than numbers.</exception>
    public static NpyFile Open(string path)
    {
        FileStream file;
        try
        {
            file = File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, e.Message.TrimEnd('.'));
        }

        try
        {
            string header = ReadHeader(path, file);
            Match type = Description().Match(header), shape = ShapeOf().Match(header);
            if (!type.Success || !shape.Success)
            {
                throw Wrong(path, $"its header is '{header.Trim()}'");
            }

            if (Fortran().IsMatch(header))
            {
                throw Wrong(path, "it is in Fortran order; save it with numpy.ascontiguousarray");
            }

            var npy = new NpyFile(path, file, type.Groups["type"].Value, Sizes(path, shape.Groups["shape"].Value));
            return npy.FitsIn(file.Length - file.Position) ? npy : throw npy.EndsEarly();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next values of masks: 1 where a value is above zero, else 0.</summary>
    /// <exception cref="VadException">A value is negative or NaN.</exception>
    public void ReadMarks(Span<byte> marks)
    {
        if (_values.Length < marks.Length)
        {
            _values = new float[marks.Length];
        }

        Span<float> values = _values.AsSpan(0, marks.Length);
        Read(values);
        for (int i = 0; i < values.Length; i++)
        {
            marks[i] = MaskValue.IsMarked(values[i], _path) ? (byte)1 : (byte)0;
        }
    }

    /// <summary>Reads the next values.</summary>
    public void Read(Span<float> values)
    {
        int bytes = checked(values.Length * _itemBytes);
        if (_buffer.Length < bytes)
        {
            _buffer = new byte[bytes];
        }

        if (_file.ReadAtLeast(_buffer.AsSpan(0, bytes), bytes, throwOnEndOfStream: false) < bytes)
        {
            throw EndsEarly();
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Number(_buffer.AsSpan(i * _itemBytes, _itemBytes));
        }
    }

    /// <summary>Reads labels, one a frame.</summary>
    public static FrameLabels ReadLabels(string path)
    {
        using NpyFile npy = Open(path);
        int[] real = [.. npy.Shape.Where(d => d != 1)];
        if (real.Length > 1)
        {
            throw Wrong(path, $"its shape is {string.Join(" × ", npy.Shape)}; expected one label a frame");
        }

        var values = new float[real.Length > 0 ? real[0] : 1];
        npy.Read(values);
        return FrameLabels.Checked(values, $"Label file '{path}'");
    }

    /// <summary>Reads scores: one float32 or float64 a frame, one dimension, and nothing behind them.</summary>
    /// <exception cref="VadException">It is another array, or longer than its header says.</exception>
    public static float[] ReadScores(string path)
    {
        using NpyFile npy = Open(path);
        if (npy.Shape.Length != 1 || npy._type is not ("<f4" or "<f8"))
        {
            throw Wrong(path, $"it holds '{npy._type}' of shape ({string.Join(", ", npy.Shape)}); expected one score a frame, '<f4' or '<f8' of shape (frames)");
        }

        var scores = new float[npy.Shape[0]];
        npy.Read(scores);
        return npy._file.Position == npy._file.Length ? scores : throw Wrong(path, $"it goes on after the {Counted.Of(scores.Length, "value")} of its header");
    }

    public void Dispose() => _file.Dispose();

    private bool FitsIn(long bytes)
    {
        double needed = Shape.Aggregate((double)_itemBytes, (product, d) => product * d);   // no product of sizes overflows it
        return needed <= bytes && needed <= Array.MaxLength * (double)Math.Max(1, Shape.FirstOrDefault());
    }

    private VadException EndsEarly() => Wrong(_path, $"it ends before the {string.Join(" × ", Shape)} values of its header");

    private float Number(ReadOnlySpan<byte> item) => (_type[1], _itemBytes) switch
    {
        ('i', 1) => (sbyte)item[0],
        (_, 1) => item[0],
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(item),
        ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(item),
        (_, 2) => (float)BinaryPrimitives.ReadHalfLittleEndian(item),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(item),
        ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(item),
        (_, 4) => BinaryPrimitives.ReadSingleLittleEndian(item),
        ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(item),
        ('u', _) => BinaryPrimitives.ReadUInt64LittleEndian(item),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(item),
    };

    private static int[] Sizes(string path, string shape)
    {
        string[] words = shape.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : throw Wrong(path, $"its shape is ({shape})"))];
    }

    private static string ReadHeader(string path, FileStream file)
    {
        Span<byte> start = stackalloc byte[PreambleBytes + 2];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
        {
            throw Wrong(path, "it does not begin as one");
        }

        bool isShort = start[6] == 1;
        long length = isShort ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        file.Position = isShort ? PreambleBytes : PreambleBytes + 2;
        if (length > file.Length - file.Position)
        {
            throw Wrong(path, "it ends within its header");
        }

        var header = new byte[length];
        file.ReadExactly(header);
        return Encoding.UTF8.GetString(header);
    }

    private static int ItemBytes(string path, string type) => type switch
    {
        "|b1" or "|i1" or "|u1" or "<b1" or "<i1" or "<u1" => 1,
        "<i2" or "<u2" or "<f2" => 2,
        "<i4" or "<u4" or "<f4" => 4,
        "<i8" or "<u8" or "<f8" => 8,
        _ => throw Wrong(path, $"its type is '{type}'; expected bool, integers or floats, little-endian"),
    };

    private static VadException Wrong(string path, string what) => new($"File '{path}' cannot be read as a NumPy file: {what}.");

    [GeneratedRegex(@"'descr'\s*:\s*'(?<type>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Description();

    [GeneratedRegex(@"'shape'\s*:\s*\((?<shape>[\d,\s]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ShapeOf();

    [GeneratedRegex(@"'fortran_order'\s*:\s*True", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fortran();
}
