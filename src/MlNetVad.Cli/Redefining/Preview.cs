using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetVad.Cli.Tables;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Redefining;

/// <summary>Says what a change was understood as, scores a video before and after it, and shows both.</summary>
internal static class Preview
{
    /// <summary>Prints the redefinitions and a line a video, or JSON, and draws the curves where a picture is asked for.</summary>
    public static void Show(Screen screen, MLContext ml, string path, VadModel before, VadModel after, string input, string? plot, CancellationToken cancellation)
    {
        VideoSource source = VideoSource.FromPath(input);
        if (!screen.Json)
        {
            RedefinitionTable.Show(screen, path, after.Redefinitions);   // first: who was misunderstood need not wait
        }

        (VideoScores Before, VideoScores After)[] videos = [.. Score(screen, ml, before, source, cancellation).Zip(Score(screen, ml, after, source, cancellation))];
        float threshold = before.Threshold ?? float.PositiveInfinity;
        if (plot is not null)
        {
            ScoreCurveSvg.Save(
                plot, [.. videos.SelectMany(v => new[] { Named(v.Before, "before"), Named(v.After, "after") })], before.Threshold, $"{source.Name}: before and after");
        }

        if (screen.Json)
        {
            var json = new JsonObject
            {
                ["redefinitions"] = RedefinitionRecord.ToJson(after.Redefinitions),
                ["videos"] = new JsonArray([.. videos.Select(v => (JsonNode)ToJson(v.Before, v.After, threshold))]),
            };
            screen.Out.WriteLine(json.ToJsonString(CliJson.Options));
            return;
        }

        Draw.Table(screen, new ReportTable(
            "Before and after; the model stays as it is",
            [new("video", false), new("frames"), new("over the threshold"), new("after"), new("highest score"), new("after"), new("mean"), new("after")],
            [.. videos.Select(v => (IReadOnlyList<string>)
            [
                v.Before.VideoId, Text(v.Before.Scores.Length), Text(Over(v.Before, threshold)), Text(Over(v.After, threshold)),
                Text(v.Before.Scores.Max()), Text(v.After.Scores.Max()), Text(v.Before.Scores.Average()), Text(v.After.Scores.Average()),
            ])]));
        screen.Show("");
    }

    private static List<VideoScores> Score(Screen screen, MLContext ml, VadModel model, VideoSource source, CancellationToken cancellation) =>
        WorkProgress.Show(screen, _ => "Scoring", progress =>
        {
            List<(string Video, List<float> Scores, List<float> Labels)> videos = [];
            long frames = 0;
            foreach (FrameScore frame in new VideoScorer(ml, model).Score(source, cancellation))
            {
                if (videos.Count == 0 || videos[^1].Video != frame.Video)
                {
                    videos.Add((frame.Video, [], []));
                }

                videos[^1].Scores.Add(frame.Score);
                videos[^1].Labels.Add(frame.Label);
                progress.Report(new VideoProgress(1, ++frames, source.ExpectedFrameCount));
            }

            return videos.ConvertAll(v => new VideoScores(v.Video, [.. v.Scores], [.. v.Labels]));
        });

    private static VideoScores Named(VideoScores video, string when) => new($"{video.VideoId}, {when}", video.Scores, video.Labels);

    private static JsonObject ToJson(VideoScores before, VideoScores after, float threshold) => new()
    {
        ["video"] = before.VideoId,
        ["frames"] = before.Scores.Length,
        ["overThresholdBefore"] = Over(before, threshold),
        ["overThresholdAfter"] = Over(after, threshold),
        ["highestBefore"] = before.Scores.Max(),
        ["highestAfter"] = after.Scores.Max(),
    };

    private static int Over(VideoScores video, float threshold) => video.Scores.Count(score => score > threshold);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(float number) => number.ToString("0.000", CultureInfo.InvariantCulture);
}
