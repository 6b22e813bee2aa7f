using System.Text.Json.Nodes;
using MlNetVad.Cli.Tables;
using MlNetVad.Persistence;
using MlNetVad.Scoring;

namespace MlNetVad.Cli.Redefining;

/// <summary>The small JSON file beside a model that says what was redefined, for people and scripts; what counts is in the model.</summary>
internal static class RedefinitionRecord
{
    /// <summary>Where it lies: <c>gate.redefined.json</c> beside <c>gate.zip</c>.</summary>
    public static string PathOf(string model) => Path.ChangeExtension(model, ".redefined.json");

    /// <summary>Writes it; where nothing is redefined any more, it goes.</summary>
    public static void Write(string path, IReadOnlyList<Redefinition> said)
    {
        if (said.Count > 0)
        {
            AtomicFile.WriteText(path, ToJson(said).ToJsonString(CliJson.Options) + "\n");
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>The redefinitions for scripts.</summary>
    public static JsonArray ToJson(IReadOnlyList<Redefinition> said) => new([.. said.Select(s => (JsonNode)new JsonObject
    {
        ["number"] = s.Number,
        ["as"] = s.As == RedefinedAs.Normal ? "normal" : "anomalous",
        ["video"] = s.Video,
        ["firstFrame"] = s.FirstFrame,
        ["lastFrame"] = s.LastFrame,
        ["user"] = s.User,
        ["time"] = $"{s.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}",
        ["parts"] = new JsonArray([.. s.Parts.Select(part => (JsonNode)part)]),
    })]);
}
