using System.Buffers.Binary;
using static TorchSharp.torch;

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
    /// <exception cref="VadException">The file is missing, unreadable, damaged, or of a type that <see cref="WeightType"/> lacks.</exception>
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
    /// <exception cref="VadException">The bytes are damaged, or of a type that <see cref="WeightType"/> lacks.</exception>
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

    /// <summary>Reads a tensor, of the file's type and shape, on the CPU; the caller disposes it.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="VadException">There is none.</exception>
    public Tensor Read(string name)
    {
        WeightInfo info = Find(name);
        return TensorBytes.Read(_bytes, _dataStart + info.Offset, info);
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

    private VadException TooLong(WeightInfo info) =>
        new($"The tensor '{info.Name}' of {_source} has {info.ByteLength} bytes, more than a span can have ({int.MaxValue}); read it as a tensor.");

    private string Examples() => Tensors.Count == 0 ? "none" : string.Join(", ", Tensors.Take(3).Select(t => $"'{t.Name}'"));
}
