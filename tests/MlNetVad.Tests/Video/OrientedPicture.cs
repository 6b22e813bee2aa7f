using System.Buffers.Binary;
using System.Text;

namespace MlNetVad.Tests.Video;

/// <summary>Pictures that say in EXIF how they must be turned, and what they are when upright.</summary>
internal static class OrientedPicture
{
    /// <summary>Stored size.</summary>
    public const int Width = 48, Height = 32;

    /// <summary>The stored level of a pixel: each quarter has its own.</summary>
    public static byte Level(int x, int y) => (byte)(40 + (x < Width / 2 ? 0 : 60) + (y < Height / 2 ? 0 : 120));

    /// <summary>Writes the picture; the extension says in which format.</summary>
    public static void Write(string path, int orientation)
    {
        string plain = path + ".pgm";
        TestMedia.Pgm(plain, Width, Height, Level);
        if (path.EndsWith(".tif", StringComparison.Ordinal))
        {
            File.WriteAllBytes(path, Tiff(orientation, withPixels: true));
        }
        else
        {
            TestMedia.Ffmpeg("-i", plain, "-q:v", "1", "-frames:v", "1", path);
            byte[] whole = File.ReadAllBytes(path), exif = Tiff(orientation, withPixels: false);
            File.WriteAllBytes(path, path.EndsWith(".png", StringComparison.Ordinal)
                ? [.. whole[..33], .. PngChunk(exif), .. whole[33..]]
                : [.. whole[..2], .. JpegSegment(exif), .. whole[2..]]);
        }

        File.Delete(plain);
    }

    /// <summary>The pixel at a place of the upright picture, by the words of the EXIF standard: where row 0 and column 0 belong.</summary>
    public static byte Upright(int orientation, int x, int y)
    {
        const int Right = Width - 1, Bottom = Height - 1;
        return orientation switch
        {
            2 => Level(Right - x, y),
            3 => Level(Right - x, Bottom - y),
            4 => Level(x, Bottom - y),
            5 => Level(y, x),
            6 => Level(y, Bottom - x),
            7 => Level(Right - y, Bottom - x),
            8 => Level(Right - y, x),
            _ => Level(x, y),
        };
    }

    private static byte[] JpegSegment(byte[] tiff)
    {
        byte[] content = [.. "Exif\0\0"u8, .. tiff];
        byte[] segment = [0xFF, 0xE1, 0, 0, .. content];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(content.Length + 2));
        return segment;
    }

    private static byte[] PngChunk(byte[] tiff)
    {
        byte[] chunk = [0, 0, 0, 0, .. "eXIf"u8, .. tiff, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, tiff.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(chunk.AsSpan(4, chunk.Length - 8)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    // a little-endian TIFF of one strip; EXIF is the same without a picture
    private static byte[] Tiff(int orientation, bool withPixels)
    {
        var entries = new List<(ushort Tag, uint Value)> { (0x112, (uint)orientation) };
        if (withPixels)
        {
            entries = [(0x100, Width), (0x101, Height), (0x102, 8), (0x103, 1), (0x106, 1), (0x111, 0), (0x112, (uint)orientation), (0x115, 1), (0x116, Height), (0x117, Width * Height)];
        }

        int end = 8 + 2 + (12 * entries.Count) + 4;
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((ushort)entries.Count);
        foreach ((ushort tag, uint value) in entries)
        {
            writer.Write(tag);
            writer.Write((ushort)(tag is 0x112 or 0x102 or 0x103 or 0x106 or 0x115 ? 3 : 4));
            writer.Write(1);
            writer.Write(tag == 0x111 ? (uint)end : value);
        }

        writer.Write(0);
        for (int i = 0; withPixels && i < Width * Height; i++)
        {
            writer.Write(Level(i % Width, i / Width));
        }

        return bytes.ToArray();
    }
}
