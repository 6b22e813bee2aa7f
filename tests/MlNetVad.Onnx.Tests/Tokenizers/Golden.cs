using System.Text.Json;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;

namespace MlNetVad.Onnx.Tests.Tokenizers;

/// <summary>Published vocabularies, and sentences with their ids under independent implementations; skipped where absent.</summary>
internal static class Golden
{
    public static ModelFile File(string name) => ModelFile.Open(TestData.Require($"tokenizers/{name}"), "the vocabulary");

    public static IReadOnlyList<(string Text, int[] Ids)> Cases(string tokenizer)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(TestData.Require($"golden/tokenizers/{tokenizer}-tokens.json")));
        return [.. json.RootElement.EnumerateArray().Select(c => (c.GetProperty("text").GetString()!, Ids(c.GetProperty("ids"))))];
    }

    public static int[] Ids(JsonElement array) => [.. array.EnumerateArray().Select(i => i.GetInt32())];
}
