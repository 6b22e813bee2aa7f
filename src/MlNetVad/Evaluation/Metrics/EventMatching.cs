namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// Alarm events against labelled events by their temporal intersection over union (tIoU, frames in both by frames in either): each alarm meets one
/// labelled event at most and each labelled event one alarm, pairs taken from the highest tIoU down, within a video.
/// </summary>
internal sealed class EventMatching
{
    private readonly List<double> _matched = [];
    private long _events;

    /// <summary>Adds one video's alarm events and labelled events, each list without overlaps.</summary>
    public void Add(List<FrameRun> alarms, List<FrameRun> anomalies)
    {
        _events += alarms.Count + anomalies.Count;
        HashSet<FrameRun> freeAlarms = [.. alarms], freeAnomalies = [.. anomalies];
        foreach ((FrameRun alarm, FrameRun anomaly, double iou) in Overlaps(alarms, anomalies).OrderByDescending(pair => pair.Iou))
        {
            if (freeAlarms.Contains(alarm) && freeAnomalies.Remove(anomaly))
            {
                freeAlarms.Remove(alarm);
                _matched.Add(iou);
            }
        }
    }

    /// <summary>2 · matched / (alarm events + labelled events), a pair being matched from <paramref name="least"/> on; NaN where there is no event at all.</summary>
    public double F1(double least) => _events > 0 ? 2.0 * _matched.Count(iou => iou >= least) / _events : double.NaN;

    /// <summary>The mean of <see cref="F1"/> at .1, .2, … .9.</summary>
    public double MeanF1() => Enumerable.Range(1, 9).Average(tenths => F1(tenths / 10.0));

    // both lists ascend: a pair of pointers meets every overlap
    private static IEnumerable<(FrameRun Alarm, FrameRun Anomaly, double Iou)> Overlaps(List<FrameRun> alarms, List<FrameRun> anomalies)
    {
        for (int a = 0, b = 0; a < alarms.Count && b < anomalies.Count;)
        {
            int common = Math.Min(alarms[a].End, anomalies[b].End) - Math.Max(alarms[a].Start, anomalies[b].Start);
            if (common > 0)
            {
                yield return (alarms[a], anomalies[b], (double)common / (alarms[a].Length + anomalies[b].Length - common));
            }

            if (alarms[a].End < anomalies[b].End)
            {
                a++;
            }
            else
            {
                b++;
            }
        }
    }
}
