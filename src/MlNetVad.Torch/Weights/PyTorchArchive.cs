using System.IO.Compression;
using MlNetVad.Persistence;

namespace MlNetVad.Torch.Weights;

/// <summary>Whether a file is a sound archive of <c>torch.save</c>, before anything of it is believed.</summary>
internal static class PyTorchArchive
{
    private const int Look = 9;
    private const string Pickle = "data.pkl", Script = "constants.pkl", ByteOrder = "byteorder", BigEndian = "big";

    /// <summary>Checks what kind of file it is and every checksum in it.</summary>
    /// <param name="stream">The file, from its start; left there.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="VadException">It is another kind of file, or damaged.</exception>
    public static void Check(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[Look];
        int read = stream.ReadAtLeast(start, Look, throwOnEndOfStream: false);
        CheckKind(start[..read], path);
        stream.Position = 0;
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            CheckParts(archive, path);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new VadException($"'{path}' is damaged ({e.Message.TrimEnd('.')}); fetch or export it again.", e);
        }

        stream.Position = 0;
    }

    private static void CheckKind(ReadOnlySpan<byte> start, string path)
    {
        if (start.StartsWith("PK\u0003\u0004"u8))
        {
            return;
        }

        throw new VadException(start switch
        {
            [0x80, 2, 0x8A, 10, ..] => $"'{path}' has PyTorch's format from before 1.6; in PyTorch, save it anew: torch.save(torch.load(file, map_location='cpu'), file).",
            [_, _, _, _, _, _, _, _, (byte)'{'] => $"'{path}' is a safetensors file already; use it as it is.",
            _ => $"'{path}' is no file of torch.save; give the .pth or .pt file of a state dict.",
        });
    }

    private static void CheckParts(ZipArchive archive, string path)
    {
        if (!archive.Entries.Any(part => part.Name == Pickle))
        {
            throw new VadException($"'{path}' is a zip, but not one of torch.save: it has no {Pickle}; give the .pth or .pt file of a state dict.");
        }

        if (archive.Entries.Any(part => part.Name == Script))
        {
            throw new VadException($"'{path}' is a TorchScript program; in PyTorch, save its weights: torch.save(torch.jit.load(file).state_dict(), 'weights.pth').");
        }

        if (ZipParts.Damaged(archive) is { } damaged)
        {
            throw new VadException($"'{path}' is damaged: the checksum of its part '{damaged}' is another; fetch or export it again.");
        }

        if (archive.Entries.FirstOrDefault(part => part.Name == ByteOrder) is { } order)
        {
            using var reader = new StreamReader(order.Open());
            if (reader.ReadToEnd().Trim() == BigEndian)
            {
                throw new VadException($"'{path}' was saved on a big-endian machine; load it in PyTorch on an x64 or arm64 machine and save it again.");
            }
        }
    }
}
