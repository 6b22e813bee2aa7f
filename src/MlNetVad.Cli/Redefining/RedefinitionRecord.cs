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
    public static JsonArray ToJson(IReadOnlyList<Redefinition> said) => new([.. said.Select(s => (JsonNode)ToJson(s))]);

    private static JsonObject ToJson(Redefinition said)
    {
        var json = new JsonObject { ["number"] = said.Number, ["as"] = said.As == RedefinedAs.Normal ? "normal" : "anomalous" };
        if (said.Text is { } text)
        {
            (json["text"], json["meaning"], json["similarity"]) = (text.Text, said.Meaning, MathF.Round(said.Similarity, 3));
            (json["threshold"], json["strength"], json["minimumDuration"]) = (text.Threshold, text.Strength, text.MinimumDuration.TotalSeconds);
        }
        else
        {
            (json["video"], json["firstFrame"], json["lastFrame"]) = (said.Video, said.FirstFrame, said.LastFrame);
        }

        (json["user"], json["time"]) = (said.User, $"{said.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}");
        json["parts"] = new JsonArray([.. said.Parts.Select(part => (JsonNode)part)]);
        return json;
    }
}
