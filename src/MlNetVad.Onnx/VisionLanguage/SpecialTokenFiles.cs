using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Finds the ids of special tokens in the files that come with a model.</summary>
internal static partial class SpecialTokenFiles
{
    /// <summary>The files, for messages.</summary>
    public const string Names = "added_tokens.json, tokenizer_config.json, tokenizer.json, config.json";

    /// <summary>Reads whatever files there are.</summary>
    /// <exception cref="VadException">One is damaged.</exception>
    public static SortedDictionary<string, int> Read(string folder)
    {
        var tokens = new SortedDictionary<string, int>(StringComparer.Ordinal);
        AddIds(tokens, ConfigurationFile.Read(folder, "config.json").Find("special_tokens"));
        if (ConfigurationFile.Read(folder, "tokenizer.json").Find("added_tokens") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (JsonElement token in list.EnumerateArray())
            {
                Add(tokens, token, token.FindInt("id"));
            }
        }

        if (ConfigurationFile.Read(folder, "tokenizer_config.json").Find("added_tokens_decoder") is { ValueKind: JsonValueKind.Object } byId)
        {
            foreach (JsonProperty token in byId.EnumerateObject())
            {
                Add(tokens, token.Value, int.TryParse(token.Name, CultureInfo.InvariantCulture, out int id) ? id : null);
            }
        }

        AddIds(tokens, ConfigurationFile.Read(folder, "added_tokens.json"));
        return tokens;
    }

    /// <summary>The special tokens in a template: whatever stands between &lt; and &gt;.</summary>
    public static IEnumerable<string> In(string template) => Bracketed().Matches(template).Select(m => m.Value).Distinct();

    private static void AddIds(SortedDictionary<string, int> tokens, JsonElement? ids)
    {
        if (ids is { ValueKind: JsonValueKind.Object } found)
        {
            foreach (JsonProperty token in found.EnumerateObject().Where(t => t.Value.ValueKind == JsonValueKind.Number))
            {
                tokens[token.Name] = token.Value.GetInt32();
            }
        }
    }

    private static void Add(SortedDictionary<string, int> tokens, JsonElement token, int? id)
    {
        if (id is { } known && token.Find("content") is { ValueKind: JsonValueKind.String } content)
        {
            tokens[content.GetString()!] = known;
        }
    }

    [GeneratedRegex("<[^<>\\s]+>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();
}
