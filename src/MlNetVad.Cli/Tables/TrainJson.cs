using System.Text.Json;
using System.Text.Json.Nodes;
using MlNetVad.Cli.Commands;
using MlNetVad.Evaluation;
using MlNetVad.Pipelines.Configuration;
using MlNetVad.Torch.Trainers;

namespace MlNetVad.Cli.Tables;

/// <summary>What <c>train --json</c> prints.</summary>
internal static class TrainJson
{
    /// <summary>One JSON object; the evaluation is null where the data set has no labels.</summary>
    public static string Write(TrainingConfig config, TrainedModel trained, VadEvaluationReport? report) => new JsonObject
    {
        ["model"] = trained.ModelPath,
        ["state"] = (trained.Stopped ? TrialState.Canceled : TrialState.Completed).ToString(),
        ["trainer"] = config.Training.Trainer,
        ["seed"] = trained.Seed,
        ["dataset"] = trained.Dataset,
        ["videos"] = trained.Videos,
        ["clips"] = trained.Clips,
        ["passes"] = trained.Passes,
        ["seconds"] = Math.Round(trained.Seconds, 3),
        ["parts"] = new JsonArray([.. trained.Parts.Select(part => (JsonNode)part)]),
        ["wouldNotice"] = JsonSerializer.SerializeToNode(trained.WouldNotice, JsonSerializerOptions.Web),
        ["network"] = trained.Network is { } network ? Network(network) : null,
        ["evaluation"] = report is null ? null : JsonNode.Parse(report.ToJson()),
    }.ToJsonString(CliJson.Options);

    private static JsonObject Network(TrainingProgress network) => new()
    {
        ["steps"] = network.Step,
        ["totalSteps"] = network.TotalSteps,
        ["losses"] = new JsonObject(network.Losses.Select(term => KeyValuePair.Create(term.Key, CliJson.Number(term.Value)))),
        ["heldOutLoss"] = CliJson.Number(network.HeldOutLoss),
        ["bestHeldOutLoss"] = CliJson.Number(network.BestHeldOutLoss),
        ["filterLoadEntropy"] = CliJson.Number(network.FilterLoadEntropy),
    };
}

/// <summary>How the command writes JSON.</summary>
internal static class CliJson
{
    /// <summary>Indented, and readable where a text has quotes or umlauts.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A number, or null where it is undefined.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
