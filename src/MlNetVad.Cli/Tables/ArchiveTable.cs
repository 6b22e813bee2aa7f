using System.Text.Json.Nodes;
using MlNetVad.Cli.Archives;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;

namespace MlNetVad.Cli.Tables;

/// <summary>Says what became of an archive.</summary>
internal static class ArchiveTable
{
    private const int MostVideos = 15;

    /// <summary>Draws it for people, or writes one JSON object.</summary>
    public static void Show(Screen screen, string archive, ArchiveRun run, ArchiveScores scores, string path)
    {
        if (screen.Json)
        {
            screen.Out.WriteLine(ToJson(archive, run, scores, path).ToJsonString(CliJson.Options));
            return;
        }

        ScoredVideo[] highest = [.. scores.Videos.OrderByDescending(video => video.Highest).Take(MostVideos)];
        Draw.Table(screen, new ReportTable(
            scores.Videos.Count > MostVideos ? $"The {MostVideos} highest of {scores.Videos.Count} videos" : $"Scores of {archive}",
            [new("video", false), new("frames"), new("alarmed frames"), new("highest"), new("at frame")],
            [.. highest.Select(video => (IReadOnlyList<string>)[video.Video, $"{video.Frames}", $"{video.Alarmed}", $"{video.Highest:0.000}", $"{video.HighestFrame}"])]));
        if (run.Failed.Count > 0)
        {
            Draw.Pairs(screen, "Not scored", [.. run.Failed.Select(failed => (failed.Key, failed.Value))]);
        }

        int jobs = run.Planned.Sum(planned => planned.Jobs.Count);
        Draw.Pairs(
            screen,
            "Work",
            [
                ("jobs", $"{jobs}, of which {run.Before} were done before"),
                ("videos", $"{scores.Videos.Count} of {run.Planned.Count}, {Counted.Of(scores.Videos.Sum(video => video.Frames), "frame")}"),
                ("scores", path),
            ]);
        screen.Show("");
    }

    private static JsonObject ToJson(string archive, ArchiveRun run, ArchiveScores scores, string path) => new()
    {
        ["archive"] = archive,
        ["jobs"] = run.Planned.Sum(planned => planned.Jobs.Count),
        ["jobsDoneBefore"] = run.Before,
        ["videos"] = new JsonArray([.. scores.Videos.Select(video => (JsonNode)new JsonObject
        {
            ["id"] = video.Video,
            ["frames"] = video.Frames,
            ["alarmedFrames"] = video.Alarmed,
            ["maxScore"] = CliJson.Number(video.Highest),
            ["maxFrame"] = video.HighestFrame,
        })]),
        ["failed"] = new JsonArray([.. run.Failed.Select(failed => (JsonNode)new JsonObject { ["id"] = failed.Key, ["reason"] = failed.Value })]),
        ["files"] = new JsonArray(path),
    };
}
