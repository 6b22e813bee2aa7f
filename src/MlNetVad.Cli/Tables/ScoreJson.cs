using System.Text.Json.Nodes;
using MlNetVad.Cli.Scores;
using MlNetVad.Evaluation;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tables;

/// <summary>What <c>score --json</c> prints.</summary>
internal static class ScoreJson
{
    /// <summary>One JSON object: every video, every alarm, and what it cost.</summary>
    public static string Write(VideoSource source, ScoreSummary summary, IReadOnlyList<string> files) => new JsonObject
    {
        ["input"] = source.Name,
        ["frames"] = summary.Frames,
        ["threshold"] = CliJson.Number(summary.Threshold),
        ["videos"] = new JsonArray([.. summary.Videos.Select(Describe)]),
        ["alarms"] = new JsonArray([.. summary.Alarms.Select(Describe)]),
        ["framesPerSecond"] = CliJson.Number(summary.FramesPerSecond),
        ["peakRssMb"] = CliJson.Number(PeakMemory.Megabytes()),
        ["timing"] = new JsonObject(summary.Timing.Select(t => KeyValuePair.Create($"{t.Key}Ms", CliJson.Number(t.Value)))),
        ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]),
    }.ToJsonString(CliJson.Options);

    private static JsonNode Describe(VideoSummary video) => new JsonObject
    {
        ["id"] = video.Video,
        ["frames"] = video.Frames,
        ["alarmedFrames"] = video.Alarmed,
        ["meanScore"] = CliJson.Number(video.Mean),
        ["maxScore"] = CliJson.Number(video.Max),
        ["maxFrame"] = video.MaxFrame,
    };

    private static JsonNode Describe(Alarm alarm) => new JsonObject
    {
        ["video"] = alarm.Video,
        ["first"] = alarm.First,
        ["last"] = alarm.Last,
        ["peakScore"] = CliJson.Number(alarm.Peak),
        ["peakFrame"] = alarm.PeakFrame,
        ["firstTime"] = Seconds(alarm.FirstTime),
        ["lastTime"] = Seconds(alarm.LastTime),
        ["peakTime"] = Seconds(alarm.PeakTime),
        ["evidence"] = alarm.Evidence is { } evidence ? new JsonObject { ["part"] = evidence.Part, ["rarity"] = CliJson.Number(evidence.Rarity) } : null,

        // in shares of the picture
        ["box"] = alarm.Place is { } box ? new JsonArray([.. new[] { box.X, box.Y, box.Width, box.Height }.Select(v => CliJson.Number(v))]) : null,
    };

    // to the millisecond, as in the CSV
    private static JsonNode? Seconds(double? time) => time is { } seconds ? CliJson.Number(Math.Round(seconds, 3)) : null;
}
