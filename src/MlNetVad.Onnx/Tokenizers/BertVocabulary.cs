using System.Text;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>BERT's vocabulary, one token a line, checked before the tokenizer sees it.</summary>
internal static class BertVocabulary
{
    private static readonly string[] Required = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"];

    /// <summary>The vocabulary as a stream, without a byte order mark and with line feeds alone.</summary>
    /// <exception cref="VadException">It is no vocabulary of BERT.</exception>
    public static MemoryStream Read(ModelFile file)
    {
        var lines = new List<string>();
        var seen = new Dictionary<string, int>();
        using var reader = new StreamReader(new MemoryStream(file.Read()), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
            if (!seen.TryAdd(line, lines.Count))
            {
                throw Wrong(file, $"line {lines.Count:N0} repeats '{line}' of line {seen[line]:N0}");
            }
        }

        if (Required.FirstOrDefault(t => !seen.ContainsKey(t)) is { } missing)
        {
            throw Wrong(file, $"it lacks '{missing}'");
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private static VadException Wrong(ModelFile file, string why) =>
        new($"'{file.Name}' is not a vocabulary of BERT (one token a line): {why}; give the vocab.txt that came with the network.");
}
