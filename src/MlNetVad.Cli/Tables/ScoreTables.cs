using System.Globalization;
using MlNetVad.Cli.Scores;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Video;

namespace MlNetVad.Cli.Tables;

/// <summary>Draws scores for people: each video, and where it is unusual.</summary>
internal static class ScoreTables
{
    private const int MostAlarms = 15;

    /// <summary>Draws everything.</summary>
    public static void Show(Screen screen, VideoSource source, ScoreSummary summary, IReadOnlyList<string> files)
    {
        Draw.Table(screen, new ReportTable(
            $"Scores of {source.Name}",
            [new("video", false), new("frames"), new("mean score"), new("highest"), new("at frame"), new("alarmed frames")],
            [.. summary.Videos.Select(Row)]));
        if (!double.IsNaN(summary.Threshold))
        {
            ShowAlarms(screen, summary);
        }

        string stages = string.Join(", ", summary.Timing.Select(t => $"{t.Key} {t.Value:0.00}"));
        Draw.Pairs(
            screen,
            "Cost",
            [
                ("end to end", $"{summary.FramesPerSecond:0} frames/s"),
                ("ms a frame", stages),
                ("peak memory", $"{PeakMemory.Megabytes():0} MB"),
            ]);
        if (files.Count > 0)
        {
            Draw.Pairs(screen, "Written", [.. files.Select(file => (Kind(file), file))]);
        }

        screen.Show("");
    }

    private static string Kind(string file) => Path.GetExtension(file) switch
    {
        ".svg" => "score curve",
        ".png" => "worst frame",
        _ => "frame scores",
    };

    private static void ShowAlarms(Screen screen, ScoreSummary summary)
    {
        string title = summary.Alarms.Count switch
        {
            0 => $"Nothing is above the threshold {summary.Threshold:0.###}",
            > MostAlarms => $"Unusual: the {MostAlarms} highest of {summary.Alarms.Count} alarms above {summary.Threshold:0.###}",
            _ => $"Unusual: {summary.Alarms.Count} above {summary.Threshold:0.###}",
        };
        if (summary.Alarms.Count == 0)
        {
            Draw.Title(screen, title);
            return;
        }

        Alarm[] shown = [.. summary.Alarms.OrderByDescending(alarm => alarm.Peak).Take(MostAlarms).OrderBy(summary.Alarms.ToList().IndexOf)];
        Draw.Table(screen, new ReportTable(
            title,
            [new("event"), new("video", false), new("frames", false), new("from", false), new("to", false), new("highest"), new("at frame"), new("why", false), new("where", false)],
            [.. shown.Select(alarm => Row(alarm, 1 + summary.Alarms.TakeWhile(other => other != alarm).Count(other => other.Video == alarm.Video)))]));
        if (summary.Videos.Sum(video => video.Alarmed) > 0.9 * summary.Frames)
        {
            screen.Note("nearly every frame is above the threshold: a model knows one camera. Is this the one? If it is another, or was moved, teach it: mlnetvad adapt M.zip --normal VIDEO -o NEW.zip");
        }
    }

    private static IReadOnlyList<string> Row(VideoSummary video) =>
        [video.Video, $"{video.Frames}", $"{video.Mean:0.000}", $"{video.Max:0.000}", $"{video.MaxFrame}", $"{video.Alarmed}"];

    private static IReadOnlyList<string> Row(Alarm alarm, int number) =>
        [$"{number}", alarm.Video, $"{alarm.First}–{alarm.Last}", Time(alarm.FirstTime), Time(alarm.LastTime), $"{alarm.Peak:0.000}", $"{alarm.PeakFrame}", alarm.Evidence?.Part ?? "–", Where(alarm.Place)];

    private static string Where(ScoredBox? place) => place is { } box
        ? string.Create(CultureInfo.InvariantCulture, $"x {100 * box.X:0}–{100 * (box.X + box.Width):0} %, y {100 * box.Y:0}–{100 * (box.Y + box.Height):0} %")
        : "–";

    private static string Time(double? seconds) => seconds is { } time ? TimeSpan.FromSeconds(time).ToString(@"hh\:mm\:ss\.f") : "–";
}
