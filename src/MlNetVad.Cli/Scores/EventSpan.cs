using System.Globalization;
using Microsoft.ML;
using MlNetVad.Cli.Terminal;
using MlNetVad.Evaluation;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Cli.Scores;

/// <summary>The part of a video to show, in seconds from its beginning.</summary>
/// <param name="From">First moment.</param>
/// <param name="To">Last moment.</param>
internal sealed record EventSpan(double From, double To)
{
    /// <summary>The whole video.</summary>
    public static EventSpan Everything { get; } = new(0, double.PositiveInfinity);

    /// <summary>Reads two numbers of seconds with a hyphen between; null where it is none.</summary>
    public static EventSpan? Parse(string text) =>
        text.Split('-') is [var from, var to]
        && double.TryParse(from, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double first)
        && double.TryParse(to, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double last)
        && first < last ? new EventSpan(first, last) : null;

    /// <summary>The time of a frame.</summary>
    public static double TimeOf(VadVideo video, long frame) =>
        video.TimeOf(frame) ?? (frame / (video.FramesPerSecond ?? new VideoOptions().AssumedFramesPerSecond));

    /// <summary>The same with seconds before and after.</summary>
    public EventSpan Around(double seconds) => new(Math.Max(0, From - seconds), To + seconds);

    /// <summary>Scores the video and takes its n-th alarm, as <c>mlnetvad score</c> numbers them.</summary>
    /// <exception cref="VadException">There is no such alarm.</exception>
    public static EventSpan OfAlarm(Screen screen, MLContext ml, VadModel model, VadVideo video, int number, CancellationToken cancellation)
    {
        var summary = new ScoreSummary(model.Threshold ?? double.NaN);
        WorkProgress.Show(screen, _ => "Scoring", progress =>
        {
            long done = 0;
            foreach (FrameScore frame in new VideoScorer(ml, model).Score(VideoSource.FromVideo(video), cancellation))
            {
                summary.Add(frame);
                progress.Report(new VideoProgress(1, ++done, video.ExpectedFrameCount));
            }

            return done;
        });
        if (summary.Alarms.Count < number)
        {
            throw new VadException(summary.Alarms.Count == 0
                ? $"Nothing in '{video.Id}' is above the threshold, so there is no event {number}; name a time with --span FROM-TO."
                : $"'{video.Id}' has {Counted.Of(summary.Alarms.Count, "alarm")}; give --event a number from 1 to {summary.Alarms.Count}, as 'mlnetvad score' lists them.");
        }

        Alarm alarm = summary.Alarms[number - 1];
        return new EventSpan(alarm.FirstTime ?? TimeOf(video, alarm.First), alarm.LastTime ?? TimeOf(video, alarm.Last));
    }
}
