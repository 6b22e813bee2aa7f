using System.Text;
using System.Text.Json;

namespace Microsoft.ML.Tokenizers;

/// <summary>Reads a vocabulary (JSON, token to id) and merges (text, one a line).</summary>
internal static class BpeFiles
{
    /// <summary>Opens a file for reading.</summary>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.OpenRead(path);
    }

    /// <summary>The tokens of a vocabulary.</summary>
    /// <exception cref="ArgumentException">It is no JSON object of numbers.</exception>
    public static Dictionary<string, int> Vocabulary(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, int>>(stream)
                ?? throw new ArgumentException("The vocabulary is null; expected a JSON object of tokens and their ids.");
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"The vocabulary is no JSON object of tokens and their ids: {e.Message}", e);
        }
    }

    /// <summary>The merges, without the line that names the version.</summary>
    public static List<string> Merges(Stream? stream)
    {
        var merges = new List<string>();
        if (stream is null)
        {
            return merges;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        bool first = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !(first && line.StartsWith("#version", StringComparison.Ordinal)))
            {
                merges.Add(line);
            }

            first = false;
        }

        return merges;
    }
}
