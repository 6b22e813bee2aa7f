using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Reads pictures of one image-data chunk without interlacing whose lines are filtered by the left neighbour.</summary>
internal sealed record PngFile(int Width, int Height, int Channels, byte[] Pixels)
{
    public static PngFile Read(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], png[..8]);
        var chunks = new Dictionary<string, byte[]>();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            byte[] content = png[(at + 4)..(at + 8 + length)];
            Assert.Equal(Crc(content), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add(Encoding.ASCII.GetString(content, 0, 4), content[4..]);
            at += 12 + length;
        }

        byte[] header = chunks["IHDR"];
        (int width, int height, int channels) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)), header[9] == 2 ? 3 : 1);
        Assert.Equal([8, (byte)(channels == 3 ? 2 : 0), 0, 0, 0], header[8..]);
        Assert.Empty(chunks["IEND"]);
        return new PngFile(width, height, channels, Unfilter(chunks["IDAT"], width * channels, height, channels));
    }

    private static byte[] Unfilter(byte[] packed, int stride, int height, int channels)
    {
        using var zip = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zip.CopyTo(plain);
        byte[] lines = plain.ToArray();
        Assert.Equal((stride + 1) * height, lines.Length);
        byte[] pixels = new byte[stride * height];
        for (int y = 0; y < height; y++)
        {
            Assert.Equal(1, lines[y * (stride + 1)]);
            for (int x = 0; x < stride; x++)
            {
                byte left = x < channels ? (byte)0 : pixels[(y * stride) + x - channels];
                pixels[(y * stride) + x] = (byte)(lines[(y * (stride + 1)) + 1 + x] + left);
            }
        }

        return pixels;
    }

    // bit by bit, unlike the writer
    private static uint Crc(byte[] data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }

        return ~crc;
    }
}
