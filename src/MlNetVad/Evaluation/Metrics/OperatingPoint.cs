namespace MlNetVad.Evaluation.Metrics;

/// <summary>
/// What the detector does at one threshold: a frame alarms where its score is above it. An alarm event is a run of
/// alarmed frames, runs merged over gaps of at most <see cref="MergeGapFrames"/>; it is false where it holds no
/// anomalous frame. Frames of unknown label take part in events but in no rate.
/// </summary>
public sealed record OperatingPoint
{
    /// <summary>A frame alarms where its score is greater; NaN (JSON null) where there is no threshold, as every figure of it then.</summary>
    public double Threshold { get; init; }

    /// <summary>Share of the normal frames that alarm; NaN without normal frames.</summary>
    public double FalsePositiveRate { get; init; }

    /// <summary>Share of the anomalous frames that alarm; NaN without anomalous frames.</summary>
    public double Recall { get; init; }

    /// <summary>Share of the alarmed, labelled frames that are anomalous; NaN where none alarms.</summary>
    public double Precision { get; init; }

    /// <summary>Harmonic mean of precision and recall of frames; NaN where either is.</summary>
    public double F1 { get; init; }

    /// <summary>False alarm events per hour of normal video.</summary>
    public double FalseAlarmsPerHour { get; init; }

    /// <summary>Falsely alarmed frames per hour of normal video: the false positive rate × frames in an hour.</summary>
    public double FalseAlarmFramesPerHour { get; init; }

    /// <summary>Number of false alarm events.</summary>
    public int FalseAlarmEvents { get; init; }

    /// <summary>Number of alarm events.</summary>
    public int AlarmEvents { get; init; }

    /// <summary>Number of anomalous events: runs of frames labelled anomalous.</summary>
    public int AnomalousEvents { get; init; }

    /// <summary>Share of the alarm events that hold an anomalous frame; NaN without alarm events.</summary>
    public double EventPrecision { get; init; }

    /// <summary>Share of the anomalous events in which a frame alarms; NaN without anomalous events.</summary>
    public double EventRecall { get; init; }

    /// <summary>Harmonic mean of event precision and recall; NaN where either is.</summary>
    public double EventF1 { get; init; }

    /// <summary>
    /// F1 of alarm events matched one to one to anomalous events whose frames they share by at least half (intersection over union ≥ .5); NaN without any event.
    /// </summary>
    public double EventIouF1 { get; init; }

    /// <summary>Mean of that F1 over intersections over union of at least .1, .2, … .9.</summary>
    public double EventIouF1Mean { get; init; }

    /// <summary>Median time from an anomalous event's first frame to its first alarmed frame, in seconds, over detected events.</summary>
    public double DetectionDelayP50Seconds { get; init; }

    /// <summary>95 % quantile of the detection delay, in seconds.</summary>
    public double DetectionDelayP95Seconds { get; init; }

    /// <summary>Hours of normal video that the rates per hour refer to.</summary>
    public double NormalHours { get; init; }

    /// <summary>The video's frame rate that the rates per hour assume, in frames per second.</summary>
    public double VideoFramesPerSecond { get; init; }

    /// <summary>Alarm runs with at most so many frames between them are one event.</summary>
    public int MergeGapFrames { get; init; }

    internal static OperatingPoint Compute(IReadOnlyList<VideoScores> videos, double threshold, double framesPerSecond, int mergeGapFrames)
    {
        if (double.IsNaN(threshold))
        {
            return Undefined with { NormalHours = NormalFrames(videos) / framesPerSecond / 3600, VideoFramesPerSecond = framesPerSecond, MergeGapFrames = mergeGapFrames };
        }

        FrameCounts frames = default;
        EventCounts events = new([]);
        foreach (VideoScores video in videos)
        {
            frames.Add(video, threshold);
            events.Add(video, threshold, mergeGapFrames);
        }

        events.Delays.Sort();
        double hours = (frames.FalseAlarms + frames.TrueNegatives) / framesPerSecond / 3600;
        double falseRate = Ratio(frames.FalseAlarms, frames.FalseAlarms + frames.TrueNegatives);
        double eventPrecision = Ratio(events.Alarms - events.FalseAlarms, events.Alarms);
        double eventRecall = Ratio(events.Delays.Count, events.Anomalous);
        double recall = Ratio(frames.Hits, frames.Hits + frames.Misses), precision = Ratio(frames.Hits, frames.Hits + frames.FalseAlarms);
        return new OperatingPoint
        {
            Threshold = threshold,
            FalsePositiveRate = falseRate,
            Recall = recall,
            Precision = precision,
            F1 = HarmonicMean(precision, recall),
            FalseAlarmsPerHour = hours > 0 ? events.FalseAlarms / hours : double.NaN,
            FalseAlarmFramesPerHour = falseRate * framesPerSecond * 3600,
            FalseAlarmEvents = events.FalseAlarms,
            AlarmEvents = events.Alarms,
            AnomalousEvents = events.Anomalous,
            EventPrecision = eventPrecision,
            EventRecall = eventRecall,
            EventF1 = HarmonicMean(eventPrecision, eventRecall),
            EventIouF1 = events.Matching.F1(0.5),
            EventIouF1Mean = events.Matching.MeanF1(),
            DetectionDelayP50Seconds = Quantile.OfSorted(events.Delays, 0.5) / framesPerSecond,
            DetectionDelayP95Seconds = Quantile.OfSorted(events.Delays, 0.95) / framesPerSecond,
            NormalHours = hours,
            VideoFramesPerSecond = framesPerSecond,
            MergeGapFrames = mergeGapFrames,
        };
    }

    private static OperatingPoint Undefined { get; } = new()
    {
        Threshold = double.NaN,
        FalsePositiveRate = double.NaN,
        Recall = double.NaN,
        Precision = double.NaN,
        F1 = double.NaN,
        FalseAlarmsPerHour = double.NaN,
        FalseAlarmFramesPerHour = double.NaN,
        EventPrecision = double.NaN,
        EventRecall = double.NaN,
        EventF1 = double.NaN,
        EventIouF1 = double.NaN,
        EventIouF1Mean = double.NaN,
        DetectionDelayP50Seconds = double.NaN,
        DetectionDelayP95Seconds = double.NaN,
    };

    private static long NormalFrames(IReadOnlyList<VideoScores> videos) => videos.Sum(video => video.Labels.LongCount(label => label == 0));

    private static double Ratio(long part, long whole) => whole > 0 ? (double)part / whole : double.NaN;

    private static double HarmonicMean(double a, double b) => a + b == 0 ? 0 : 2 * a * b / (a + b);

    private record struct FrameCounts(long Hits, long Misses, long FalseAlarms, long TrueNegatives)
    {
        public void Add(VideoScores video, double threshold)
        {
            for (int f = 0; f < video.Scores.Length; f++)
            {
                if (float.IsNaN(video.Labels[f]))
                {
                    continue;
                }

                bool alarm = video.Scores[f] > threshold;
                bool anomalous = video.Labels[f] > 0;
                Hits += alarm && anomalous ? 1 : 0;
                Misses += !alarm && anomalous ? 1 : 0;
                FalseAlarms += alarm && !anomalous ? 1 : 0;
                TrueNegatives += !alarm && !anomalous ? 1 : 0;
            }
        }
    }

    private sealed record EventCounts(List<double> Delays)
    {
        public EventMatching Matching { get; } = new();

        public int Alarms { get; private set; }

        public int FalseAlarms { get; private set; }

        public int Anomalous { get; private set; }

        public void Add(VideoScores video, double threshold, int gap)
        {
            bool Alarmed(int f) => video.Scores[f] > threshold;
            List<FrameRun> anomalies = FrameRuns.Find(video.Scores.Length, f => video.Labels[f] > 0);
            List<FrameRun> counted = [];
            foreach (FrameRun alarm in FrameRuns.Merge(FrameRuns.Find(video.Scores.Length, Alarmed), gap))
            {
                bool isTrue = anomalies.Exists(alarm.Meets);
                bool labelled = isTrue || video.Labels.AsSpan(alarm.Start, alarm.Length).Contains(0f);
                FalseAlarms += labelled && !isTrue ? 1 : 0;
                if (labelled)
                {
                    counted.Add(alarm);
                }
            }

            Alarms += counted.Count;
            Matching.Add(counted, anomalies);

            foreach (FrameRun anomaly in anomalies)
            {
                Anomalous++;
                int first = anomaly.Start;
                while (first < anomaly.End && !Alarmed(first))
                {
                    first++;
                }

                if (first < anomaly.End)
                {
                    Delays.Add(first - anomaly.Start);
                }
            }
        }
    }
}
