using System.IO.Compression;

namespace MlNetVad.Fuzz;

/// <summary>Damages a file as transfers, editors and hostile hands do: bytes, numbers, pieces, ends.</summary>
internal static class Mutation
{
    private static readonly byte[][] Splinters =
    [
        [0], [0xFF], [0x7F], [0x80], "\""u8.ToArray(), "'"u8.ToArray(), ","u8.ToArray(), "\n"u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(), "-1"u8.ToArray(),
        "99999999999999999999"u8.ToArray(), "1e999"u8.ToArray(), "NaN"u8.ToArray(), "%d"u8.ToArray(), [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    ];

    /// <summary>The damaged bytes; of a zip, half the time what lies in an entry.</summary>
    public static byte[] Of(byte[] whole, Random random) =>
        whole.AsSpan().StartsWith("PK\u0003\u0004"u8) && random.Next(2) == 0 ? InsideZip(whole, random) : Plain(whole, random);

    private static byte[] Plain(byte[] whole, Random random)
    {
        var bytes = new List<byte>(whole);
        for (int i = 1 + (random.Next(3) * random.Next(3)); i > 0 && bytes.Count > 0; i--)
        {
            Step(bytes, random);
        }

        return [.. bytes];
    }

    private static void Step(List<byte> bytes, Random random)
    {
        int at = Place(bytes.Count, random);
        int length = Math.Min(bytes.Count - at, 1 + random.Next(1 << random.Next(1, 9)));
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(at, Splinters[random.Next(Splinters.Length)]);
                break;
            default:
                byte[] over = Splinters[random.Next(Splinters.Length)];
                for (int i = 0; i < over.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = over[i];
                }

                break;
        }
    }

    // headers decide more than contents
    private static int Place(int count, Random random) => random.Next(2) == 0 ? random.Next(count) : random.Next(Math.Min(count, 256));

    private static byte[] InsideZip(byte[] whole, Random random)
    {
        using var source = new ZipArchive(new MemoryStream(whole));
        using var packed = new MemoryStream();
        int victim = random.Next(source.Entries.Count);
        using (var target = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < source.Entries.Count; i++)
            {
                using Stream from = source.Entries[i].Open();
                using var content = new MemoryStream();
                from.CopyTo(content);
                using Stream to = target.CreateEntry(source.Entries[i].FullName).Open();
                to.Write(i == victim ? Plain(content.ToArray(), random) : content.ToArray());
            }
        }

        return packed.ToArray();
    }
}
