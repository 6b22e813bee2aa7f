using System.Text;

namespace Microsoft.ML.Tokenizers;

/// <summary>Reads a vocabulary of one token a line, whose ids are the lines' numbers from 0.</summary>
internal static class WordPieceFiles
{
    /// <summary>The tokens of a vocabulary.</summary>
    /// <exception cref="ArgumentException">A token is in it twice.</exception>
    public static Dictionary<string, int> Vocabulary(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var vocabulary = new Dictionary<string, int>();
        for (int id = 0; reader.ReadLine() is { } token; id++)
        {
            if (!vocabulary.TryAdd(token, id))
            {
                throw new ArgumentException($"The vocabulary holds '{token}' twice, in line {vocabulary[token] + 1:N0} and in line {id + 1:N0}.");
            }
        }

        return vocabulary;
    }
}
