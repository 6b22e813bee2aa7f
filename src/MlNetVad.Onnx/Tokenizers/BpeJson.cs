using System.Text.Json;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tokenizers;

/// <summary>Reads byte-pair vocabularies in the two JSON forms that Hugging Face ships.</summary>
internal static class BpeJson
{
    /// <summary><c>vocab.json</c>: an object of tokens and their ids.</summary>
    /// <exception cref="VadException">It is something else.</exception>
    public static Dictionary<string, int> Vocabulary(ModelFile file)
    {
        using JsonDocument json = Parse(file);
        return Tokens(file, json.RootElement);
    }

    /// <summary><c>tokenizer.json</c>: everything about a tokenizer, of which the vocabulary and the merges are taken.</summary>
    /// <exception cref="VadException">It is something else.</exception>
    public static BpeVocabulary Tokenizer(ModelFile file)
    {
        using JsonDocument json = Parse(file);
        if (json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("model", out JsonElement model)
            || model.ValueKind != JsonValueKind.Object
            || !model.TryGetProperty("vocab", out JsonElement vocabulary)
            || !model.TryGetProperty("merges", out JsonElement merges)
            || merges.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(file, "it has no model with a vocabulary and merges", "tokenizer.json");
        }

        return new BpeVocabulary($"'{file.Name}'", Tokens(file, vocabulary), [.. merges.EnumerateArray().Select((m, i) => Merge(file, m, i))]);
    }

    private static JsonDocument Parse(ModelFile file)
    {
        try
        {
            return JsonDocument.Parse(file.Read());
        }
        catch (JsonException e)
        {
            throw new VadException($"'{file.Name}' is not a vocabulary: its JSON is damaged ({e.Message.Split('.')[0]}); give the file that came with the network.", e);
        }
    }

    private static Dictionary<string, int> Tokens(ModelFile file, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(file, "it is no object of tokens and their ids", "vocab.json");
        }

        var tokens = new Dictionary<string, int>();
        var taken = new HashSet<int>();
        foreach (JsonProperty token in element.EnumerateObject())
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out int id) || id < 0)
            {
                throw Wrong(file, $"the token '{token.Name}' has no id", "vocab.json");
            }

            if (!tokens.TryAdd(token.Name, id) || !taken.Add(id))
            {
                throw Wrong(file, $"the token '{token.Name}' or its id {id} is there twice", "vocab.json");
            }
        }

        return tokens.Count > 0 ? tokens : throw Wrong(file, "it is empty", "vocab.json");
    }

    // "a b", in newer files ["a", "b"]
    private static string Merge(ModelFile file, JsonElement merge, int index)
    {
        string? text = merge.ValueKind switch
        {
            JsonValueKind.String => merge.GetString(),
            JsonValueKind.Array when merge.GetArrayLength() == 2 && merge.EnumerateArray().All(t => t.ValueKind == JsonValueKind.String)
                => $"{merge[0].GetString()} {merge[1].GetString()}",
            _ => null,
        };
        return text is not null && MergesText.IsMerge(text) ? text : throw Wrong(file, $"merge {index + 1:N0} is not two tokens", "tokenizer.json");
    }

    private static VadException Wrong(ModelFile file, string why, string right) =>
        new($"'{file.Name}' is not a byte-pair vocabulary: {why}; give the {right} that came with the network.");
}
