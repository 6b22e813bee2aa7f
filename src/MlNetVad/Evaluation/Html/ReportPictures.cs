using MlNetVad.Evaluation.Metrics;
using MlNetVad.Video;
using static System.FormattableString;

namespace MlNetVad.Evaluation;

/// <summary>
/// Chooses and reads the frames that a report shows: each video's highest score, the lowest score inside labelled events, and the highest inside normal
/// stretches, so that misses and false alarms are seen whether the threshold makes them such or not.
/// </summary>
public static class ReportPictures
{
    private const int MostPeaks = 24, MostOthers = 6, MostPixelsAcross = 320;

    /// <summary>Reads the frames, each video once.</summary>
    /// <param name="dataset">The videos that were scored.</param>
    /// <param name="scores">Every frame's score, as in the report.</param>
    /// <param name="threshold">Where a frame alarms; NaN where there is none.</param>
    /// <param name="cancellationToken">Stops with <see cref="OperationCanceledException"/>.</param>
    /// <returns>Pictures in the order in which they are shown.</returns>
    /// <exception cref="VadException">A video cannot be read.</exception>
    public static IReadOnlyList<ReportPicture> Read(
        VideoSource dataset, IReadOnlyList<VideoScores> scores, double threshold, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(scores);
        Choice[] chosen = [.. Choose([.. scores.Select(video => video.Fill())])];
        Dictionary<(string, int), byte[]> pictures = [];
        foreach (IGrouping<string, Choice> ofVideo in chosen.GroupBy(c => c.Video.VideoId))
        {
            ReadVideo(dataset.Videos.First(v => v.Id == ofVideo.Key), ofVideo.DistinctBy(c => c.Frame).ToDictionary(c => c.Frame, c => HeatOf(c, threshold)), pictures, cancellationToken);
        }

        return [.. chosen.Where(c => pictures.ContainsKey((c.Video.VideoId, c.Frame))).Select(c => new ReportPicture(
            c.Group, c.Video.VideoId, c.Frame, Caption(c, threshold), EvidenceOf(c)?.Place, pictures[(c.Video.VideoId, c.Frame)])
        {
            Normal = EvidenceOf(c)?.Nearest,
        })];
    }

    private static IEnumerable<Choice> Choose(VideoScores[] videos)
    {
        IEnumerable<Choice> InRuns(string group, float label, bool highest) => videos.SelectMany(video => FrameRuns
            .Find(video.Labels.Length, f => video.Labels[f] == label)
            .Select(run => new Choice(group, video, Extreme(video, run, highest))));

        return videos.Select(video => new Choice("Highest score of each video", video, Extreme(video, new FrameRun(0, video.Scores.Length), highest: true)))
            .OrderByDescending(c => c.Score).Take(MostPeaks).OrderBy(c => Array.IndexOf(videos, c.Video))
            .Concat(InRuns("Worst misses: the lowest score of a labelled event", 1, highest: false).OrderBy(c => c.Score).Take(MostOthers))
            .Concat(InRuns("Worst false alarms: the highest score of a normal stretch", 0, highest: true).OrderByDescending(c => c.Score).Take(MostOthers));
    }

    private static int Extreme(VideoScores video, FrameRun run, bool highest)
    {
        IEnumerable<int> frames = Enumerable.Range(run.Start, run.Length);
        return highest ? frames.MaxBy(f => video.Scores[f]) : frames.MinBy(f => video.Scores[f]);
    }

    private static string Caption(Choice c, double threshold)
    {
        string label = c.Video.Labels[c.Frame] switch { 1 => "labelled anomalous", 0 => "normal", _ => "unlabelled" };
        string alarm = double.IsNaN(threshold) ? "" : c.Score > threshold ? ", alarms" : ", does not alarm";
        string part = EvidenceOf(c) is { } evidence ? $"; rarest part: {evidence.Part}{(evidence.Nearest is null ? "" : ", below what is most like it in normal life")}" : "";
        string warm = HeatOf(c, threshold) is null ? "" : "; warm where it is predicted badly";
        return Invariant($"{c.Video.VideoId}, frame {c.Frame}: score {c.Score:0.###}{alarm}, {label}{part}{warm}");
    }

    private static Evidence? EvidenceOf(Choice c) => c.Frame < c.Video.Evidence.Count ? c.Video.Evidence[c.Frame] : null;

    private static ErrorHeat? HeatOf(Choice c, double threshold) =>
        c.Frame < c.Video.ErrorMaps.Count && c.Video.ErrorMaps[c.Frame] is { } map ? new ErrorHeat(map, c.Score, threshold) : null;

    private static void ReadVideo(VadVideo video, Dictionary<int, ErrorHeat?> wanted, Dictionary<(string, int), byte[]> pictures, CancellationToken cancellationToken)
    {
        using FrameReader frames = video.OpenFrames(video.OnlyFormat ?? new FrameFormat(0, Math.Min(MostPixelsAcross, video.NativeFormat.Width), 3), cancellationToken);
        byte[] frame = new byte[frames.Format.FrameBytes];
        int last = wanted.Keys.Max();
        for (int f = 0; f <= last && frames.Read(frame); f++)
        {
            if (wanted.TryGetValue(f, out ErrorHeat? heat))
            {
                pictures[(video.Id, f)] = Jpeg.Encode(frame, frames.Format, heat);
            }
        }
    }

    private sealed record Choice(string Group, VideoScores Video, int Frame)
    {
        public float Score => Video.Scores[Frame];
    }
}
