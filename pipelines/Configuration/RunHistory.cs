using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetVad.Persistence;

namespace MlNetVad.Pipelines.Configuration;

/// <summary>Writes the <c>RunHistory</c> node; what it does not know there stays as it is.</summary>
internal static class RunHistory
{
    internal const string NodeType = "Result";
    internal const int NewestVersion = 3;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Appends a run to the config at <paramref name="path"/>, atomically.</summary>
    public static void Append(string path, Trial trial)
    {
        JsonObject root = ConfigDocument.Read(path).Tree;
        if (root["RunHistory"] is not JsonObject history)
        {
            root["RunHistory"] = history = [];
        }

        if (history["Trials"] is not JsonArray trials)
        {
            history["Trials"] = trials = [];
        }

        trials.Add(ToJson(path, trial));
        if (trial.State == TrialState.Completed || trial.ModelFilePath is not null)
        {
            string[] names = [.. trial.Estimators.Select((_, i) => $"e{i}")];
            history["Estimators"] = new JsonObject(names.Zip(trial.Estimators, (name, part) => KeyValuePair.Create(name, (JsonNode?)part)));
            history["Schema"] = string.Join(" * ", names);
            history["MetricName"] = trial.MetricName;
            history["ModelFilePath"] = trial.ModelFilePath is { } model ? Relative(path, model) : null;
        }

        history["Type"] = NodeType;
        history["Version"] = NewestVersion;
        AtomicFile.WriteText(path, root.ToJsonString(Indented) + "\n");
    }

    private static JsonObject ToJson(string path, Trial trial)
    {
        var json = new JsonObject
        {
            ["Version"] = 1,
            ["Type"] = "Trial",
            ["TrainerName"] = trial.TrainerName,
            ["State"] = trial.State.ToString(),
            ["Started"] = trial.Started.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["Score"] = trial.MetricName is { } metric && trial.Metrics.TryGetValue(metric, out double score) ? Number(score) : null,
            ["RuntimeInSeconds"] = Math.Round(trial.RuntimeInSeconds, 3),
            ["Parameter"] = new JsonObject(trial.Parameters.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value))),
            ["Metrics"] = new JsonObject(trial.Metrics.Select(m => KeyValuePair.Create(m.Key, Number(m.Value)))),
        };
        if (trial.ModelFilePath is { } model)
        {
            json["ModelFilePath"] = Relative(path, model);
        }

        if (trial.Error is { } error)
        {
            json["Error"] = error;
        }

        return json;
    }

    /// <summary>JSON has no NaN: an undefined metric is null.</summary>
    private static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static string Relative(string config, string model) =>
        Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(config))!, model).Replace('\\', '/');
}
