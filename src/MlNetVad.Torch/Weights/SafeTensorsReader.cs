using System.Buffers.Binary;

namespace MlNetVad.Torch.Weights;

/// <summary>
/// Reads a safetensors file: names, types and shapes at once, the numbers of a tensor when they are asked for.
/// A file is mapped into memory, so a big one costs only what is read from it. Safe to use from several threads
/// until it is disposed.
/// </summary>
public sealed class SafeTensorsReader : IDisposable
{
    private readonly ByteSource _bytes;
    private readonly string _source;
    private readonly long _dataStart;
    private readonly Dictionary<string, WeightInfo> _byName;

    private SafeTensorsReader(ByteSource bytes, string source)
    {
        _bytes = bytes;
        _source = source;
        try
        {
            int headerLength = HeaderLength(bytes);
            _dataStart = WeightLayout.LengthBytes + headerLength;
            SafeTensorsHeader header = SafeTensorsHeader.Parse(bytes.Slice(WeightLayout.LengthBytes, headerLength), bytes.Length - _dataStart);
            Tensors = header.Tensors;
            Metadata = header.Metadata;
            _byName = header.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        }
        catch (FormatException e)
        {
            bytes.Dispose();
            throw new VadException($"{source} is not a complete safetensors file: {e.Message}; fetch or export it again.", e);
        }
    }

    /// <summary>The tensors, in the order in which their numbers lie in the file.</summary>
    public IReadOnlyList<WeightInfo> Tensors { get; }

    /// <summary>The file's free text entries, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What the weights are, for error messages.</summary>
    internal string Source => _source;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VadException">The file is missing, unreadable, damaged, or of types other than F32, F16, BF16 and I64.</exception>
    public static SafeTensorsReader Open(string path)
    {
        ByteSource bytes;
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            bytes = stream.Length == 0 ? EmptyOf(stream) : new ByteSource.Mapped(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new VadException($"The weights '{path}' cannot be read: {e.Message.Split('\n')[0]}", e);
        }

        return new SafeTensorsReader(bytes, $"'{path}'");
    }

    /// <summary>Reads weights that are in memory, such as an entry of a model zip.</summary>
    /// <param name="content">The bytes of a safetensors file; they must not change while this is in use.</param>
    /// <param name="source">What they are, for error messages.</param>
    /// <exception cref="VadException">The bytes are damaged, or of types other than F32, F16, BF16 and I64.</exception>
    public static SafeTensorsReader Open(ReadOnlyMemory<byte> content, string source = "The model's weights") =>
        new(new ByteSource.InMemory(content), source);

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The tensor of a name, without its numbers.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="VadException">There is none.</exception>
    public WeightInfo Find(string name) => _byName.TryGetValue(name, out WeightInfo? info)
        ? info
        : throw new VadException($"{_source} has no tensor '{name}'; it has {Tensors.Count}, such as {Examples()}.");

    /// <summary>The numbers of a float tensor, row-major; F16 and BF16 are widened.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="VadException">There is none, it holds integers, or it is longer than an array can be.</exception>
    public float[] ReadSingles(string name)
    {
        float[] values = new float[ArrayLength(Find(name))];
        ReadSingles(name, values);
        return values;
    }

    /// <summary>Reads the numbers of a float tensor, row-major; F16 and BF16 are widened.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="destination">Takes them; as long as the tensor.</param>
    /// <exception cref="VadException">There is none, it holds integers, or its length is another.</exception>
    public void ReadSingles(string name, Span<float> destination)
    {
        WeightInfo info = Find(name);
        if (info.Type == WeightType.I64 || info.Count != destination.Length)
        {
            throw new VadException($"The tensor '{name}' of {_source} is {info}, and {destination.Length} floats were expected.");
        }

        const int Step = 1 << 20;
        int size = WeightLayout.BytesOf(info.Type);
        for (int done = 0; done < destination.Length; done += Step)
        {
            Span<float> part = destination[done..Math.Min(done + Step, destination.Length)];
            WeightConversion.Widen(info.Type, _bytes.Slice(_dataStart + info.Offset + ((long)done * size), part.Length * size), part);
        }
    }

    /// <summary>The numbers of an integer tensor, row-major.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="VadException">There is none, it holds floats, or it is longer than an array can be.</exception>
    public long[] ReadInt64s(string name)
    {
        WeightInfo info = Find(name);
        if (info.Type != WeightType.I64)
        {
            throw new VadException($"The tensor '{name}' of {_source} is {info}, and I64 was expected.");
        }

        long[] values = new long[ArrayLength(info)];
        WeightConversion.Read(_bytes.Slice(_dataStart + info.Offset, checked((int)info.ByteLength)), values);
        return values;
    }

    /// <summary>The stored bytes of a tensor, little-endian, where they lie; valid until this is disposed.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="VadException">There is none, or it has more bytes than a span can have.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        WeightInfo info = Find(name);
        return info.ByteLength <= int.MaxValue
            ? _bytes.Slice(_dataStart + info.Offset, (int)info.ByteLength)
            : throw TooLong(info);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _bytes.Dispose();

    private static ByteSource.InMemory EmptyOf(FileStream stream)
    {
        stream.Dispose();   // an empty file cannot be mapped
        return new ByteSource.InMemory(default);
    }

    private static int HeaderLength(ByteSource bytes)
    {
        if (bytes.Length < WeightLayout.LengthBytes)
        {
            throw new FormatException($"it has {bytes.Length} bytes, fewer than a header needs");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(0, WeightLayout.LengthBytes));
        if (length > WeightLayout.MaxHeaderBytes)
        {
            throw new FormatException($"its header claims {length} bytes, more than the {WeightLayout.MaxHeaderBytes} that the format allows");
        }

        return (long)length <= bytes.Length - WeightLayout.LengthBytes
            ? (int)length
            : throw new FormatException($"its header claims {length} bytes, and the file ends after {bytes.Length}");
    }

    private int ArrayLength(WeightInfo info) => info.ByteLength <= Array.MaxLength ? (int)info.Count : throw TooLong(info);

    private VadException TooLong(WeightInfo info) =>
        new($"The tensor '{info.Name}' of {_source} has {info.ByteLength} bytes, more than can be read at once ({Array.MaxLength}); read a file whose tensors are smaller.");

    private string Examples() => Tensors.Count == 0 ? "none" : string.Join(", ", Tensors.Take(3).Select(t => $"'{t.Name}'"));
}
