using System.Text.Json;
using MlNetVad.TestSupport;

namespace Tokenizers.Conformance.Support;

/// <summary>Sentences and their ids under independent implementations.</summary>
internal static class Golden
{
    /// <summary>The cases of one tokenizer; the test is skipped where the data are absent.</summary>
    public static IEnumerable<(string Text, int[] Ids)> Cases(string tokenizer)
    {
        string path = TestData.Require($"golden/tokenizers/{tokenizer}-tokens.json");
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        foreach (var item in json.RootElement.EnumerateArray())
        {
            yield return (item.GetProperty("text").GetString()!, [.. item.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32())]);
        }
    }
}
