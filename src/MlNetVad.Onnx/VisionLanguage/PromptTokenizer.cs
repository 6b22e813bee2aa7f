using System.Text.RegularExpressions;
using MlNetVad.Onnx.Models;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Text with special tokens in it to ids, and ids to plain text. Several threads may use it at once.</summary>
internal sealed class PromptTokenizer
{
    private readonly InterimBytes _plain;
    private readonly IReadOnlyDictionary<string, int> _special;
    private readonly HashSet<int> _specialIds;
    private readonly Regex _cuts;

    private PromptTokenizer(InterimBytes plain, IReadOnlyDictionary<string, int> special)
    {
        (_plain, _special) = (plain, special);
        _specialIds = [.. special.Values];
        string either = string.Join('|', special.Keys.OrderByDescending(t => t.Length).Select(Regex.Escape));
        _cuts = new Regex($"({either})", RegexOptions.None, TimeSpan.FromSeconds(10));
    }

    /// <summary>Reads the vocabulary.</summary>
    /// <exception cref="VadException">It is damaged.</exception>
    public static PromptTokenizer Open(ModelFile vocabulary, ModelFile merges, IReadOnlyDictionary<string, int> special) =>
        new(InterimBytes.Open(vocabulary, merges), special);

    /// <summary>The ids of a text; special tokens in it become their ids.</summary>
    public long[] Encode(string text)
    {
        var ids = new List<long>();
        foreach (string part in _cuts.Split(text).Where(p => p.Length > 0))
        {
            if (_special.TryGetValue(part, out int id))
            {
                ids.Add(id);
            }
            else
            {
                ids.AddRange(_plain.EncodeToIds(part).Select(i => (long)i));
            }
        }

        return [.. ids];
    }

    /// <summary>The text of ids, without special tokens.</summary>
    public string Decode(IEnumerable<int> ids) => _plain.Decode(ids.Where(id => !_specialIds.Contains(id)));
}
