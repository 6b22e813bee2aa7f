using System.IO.Compression;
using System.Text;

namespace MlNetVad.Video.Labels;

/// <summary>MATLAB files of level 5 (versions 5 to 7), compressed variables included.</summary>
internal static class MatFile
{
    private const int HeaderBytes = 128;

    /// <summary>Reads all variables of a small file.</summary>
    /// <exception cref="VadException">Not such a file, or damaged.</exception>
    public static IReadOnlyList<MatArray> Read(string path) => Guard(path, () =>
    {
        using FileStream file = File.OpenRead(path);
        CheckHeader(file);
        var variables = new List<MatArray>();
        foreach (MatStream variable in Variables(file))
        {
            variables.Add(variable.ReadContents(variable.ReadMatrixHeader()));
        }

        return variables;
    });

    /// <summary>Reads the cells of a large cell array one by one; memory holds one cell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The variable's name.</param>
    /// <exception cref="VadException">Not such a file, damaged, or without that cell array.</exception>
    public static IEnumerable<MatArray> Cells(string path, string name)
    {
        using FileStream file = Guard(path, () => File.OpenRead(path));
        Guard(path, () =>
        {
            CheckHeader(file);
            return true;
        });
        using IEnumerator<MatStream> variables = Variables(file).GetEnumerator();
        while (Guard(path, variables.MoveNext))
        {
            MatHeader header = Guard(path, variables.Current.ReadMatrixHeader);
            if (!header.IsCell || header.Name != name)
            {
                continue;
            }

            for (int i = 0; i < header.Count; i++)
            {
                yield return Guard(path, variables.Current.ReadMatrix);
            }

            yield break;
        }

        throw new VadException($"Label file '{path}' has no cell array '{name}'.");
    }

    private static IEnumerable<MatStream> Variables(FileStream file)
    {
        var outer = new MatStream(file);
        while (outer.TryReadTag(out MatStream.Tag tag))
        {
            long end = file.Position + tag.Size;
            if (tag.Type == MatType.Compressed)
            {
                using var inflated = new BufferedStream(new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true), 1 << 16);
                var inner = new MatStream(inflated);
                if (inner.TryReadTag(out MatStream.Tag innerTag) && innerTag.Type == MatType.Matrix)
                {
                    yield return inner;
                }
            }
            else if (tag.Type == MatType.Matrix)
            {
                yield return outer;
            }

            file.Position = end;
        }
    }

    private static void CheckHeader(FileStream file)
    {
        var header = new byte[HeaderBytes];
        file.ReadExactly(header);
        string text = Encoding.ASCII.GetString(header, 0, 116);
        if (text.StartsWith("MATLAB 7.3", StringComparison.Ordinal) || text.Contains("HDF", StringComparison.Ordinal))
        {
            throw new InvalidDataException("it is of version 7.3 (HDF5); save it with '-v7'");
        }

        if (header[126] != 'I' || header[127] != 'M')
        {
            throw new InvalidDataException(header[126] == 'M' && header[127] == 'I' ? "it is big-endian" : "it is no MAT-file of level 5");
        }
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw new VadException($"Label file '{path}' cannot be read as a MATLAB file: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
