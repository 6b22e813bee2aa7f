using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>Reads merges: after a line that names the version, one a line, two tokens with a space between them.</summary>
internal static class MergesText
{
    /// <summary>The merges of a file, which may be compressed (gzip).</summary>
    /// <param name="file">The file.</param>
    /// <param name="limit">How many are wanted at most.</param>
    /// <exception cref="VadException">A line is no merge, or the file is damaged.</exception>
    public static IReadOnlyList<string> Read(ModelFile file, int limit = int.MaxValue)
    {
        byte[] bytes = file.Read();
        try
        {
            using var reader = new StreamReader(new MemoryStream(IsGzip(bytes) ? Unpack(bytes) : bytes), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return Read(reader, file, limit);
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException)
        {
            throw Wrong(file, "it is damaged", e);
        }
    }

    /// <summary>Whether a line is two tokens with a space between them.</summary>
    public static bool IsMerge(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < line.Length - 1 && line.IndexOf(' ', space + 1) < 0;
    }

    private static List<string> Read(StreamReader reader, ModelFile file, int limit)
    {
        var merges = new List<string>();
        for (int number = 1; merges.Count < limit && reader.ReadLine() is { } line; number++)
        {
            // OpenAI's first line is "bpe_simple_vocab_16e6.txt#version: 0.2"
            if (line.Length == 0 || (number == 1 && line.Contains("#version", StringComparison.Ordinal)))
            {
                continue;
            }

            merges.Add(IsMerge(line) ? line : throw Wrong(file, $"line {number:N0} is not two tokens with a space between them"));
        }

        return merges;
    }

    // a cut-off file unpacks without complaint, but not to the length that stands at its end
    private static byte[] Unpack(byte[] bytes)
    {
        using var unpacked = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        gzip.CopyTo(unpacked);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan()[^4..]) == (uint)unpacked.Length
            ? unpacked.ToArray()
            : throw new InvalidDataException("The file is cut off.");
    }

    private static bool IsGzip(byte[] bytes) => bytes is [0x1F, 0x8B, _, _, ..];

    private static VadException Wrong(ModelFile file, string why, Exception? cause = null)
    {
        string message = $"'{file.Name}' is not a list of merges: {why}; give the merges.txt that came with the network.";
        return cause is null ? new VadException(message) : new VadException(message, cause);
    }
}
