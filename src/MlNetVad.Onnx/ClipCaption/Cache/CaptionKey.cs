using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MlNetVad.Onnx.ClipCaption;

/// <summary>SHA-256 of a captioner's fingerprint and of the frames it sees: what a caption is known by.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CaptionKey(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The key of a clip's caption.</summary>
    /// <param name="fingerprint">Everything else that decides the words.</param>
    /// <param name="clip">The clip; its video and frame do not matter.</param>
    public static CaptionKey Of(string fingerprint, in CaptionedClip clip)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{fingerprint}|{clip.Shape.Frames}x{clip.Shape.Height}x{clip.Shape.Width}x{clip.Shape.Channels}|"));
        hash.AppendData(clip.Frames);
        return From(hash.GetHashAndReset());
    }

    /// <summary>The key of what a clip at one place of one video got instead of a caption.</summary>
    public CaptionKey At(string video, long frame)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{frame}|{video}");
        return From(SHA256.HashData([.. ToBytes(), .. text]));
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), D);
        return bytes;
    }

    private static CaptionKey From(ReadOnlySpan<byte> hash) => new(
        BinaryPrimitives.ReadUInt64BigEndian(hash),
        BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(hash[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));
}
