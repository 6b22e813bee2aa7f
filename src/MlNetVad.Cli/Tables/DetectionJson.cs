using System.Text.Json.Nodes;
using MlNetVad.Cli.Detections;
using MlNetVad.Onnx;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tables;

/// <summary>What <c>detect --json</c> prints.</summary>
internal static class DetectionJson
{
    /// <summary>One JSON object: every picture or frame with its objects.</summary>
    public static string Write(VideoSource source, ObjectDetectionEstimator.Options options, DetectionSummary summary, IReadOnlyList<string> files) => new JsonObject
    {
        ["input"] = source.Name,
        ["model"] = options.ModelPath,
        ["format"] = options.Format.ToString(),
        ["scoreThreshold"] = Short(options.ScoreThreshold),
        ["frames"] = summary.Frames,
        ["objects"] = summary.Objects,
        ["classes"] = new JsonObject(summary.Classes.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
        ["framesPerSecond"] = CliJson.Number(summary.FramesPerSecond),
        ["images"] = new JsonArray([.. summary.Kept.Select(Describe)]),
        ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
    }.ToJsonString(CliJson.Options);

    private static JsonNode Describe(FrameObjects frame)
    {
        JsonObject node = frame.File is { } file
            ? new JsonObject { ["file"] = file }
            : new JsonObject { ["video"] = frame.Name, ["frame"] = frame.Frame };
        node["width"] = frame.Width;
        node["height"] = frame.Height;
        node["objects"] = new JsonArray([.. frame.Objects.Select(Describe)]);
        return node;
    }

    private static JsonNode Describe(FoundObject o) => new JsonObject
    {
        ["class"] = o.Class,
        ["classId"] = o.ClassId,
        ["score"] = Short(o.Score),
        ["box"] = new JsonObject
        {
            ["x"] = Short(o.X),
            ["y"] = Short(o.Y),
            ["width"] = Short(o.Width),
            ["height"] = Short(o.Height),
        },
    };

    // 0.3, not what a float's 0.3 is as a double
    private static JsonNode? Short(float value) => CliJson.Number((double)(decimal)value);
}
