namespace MlNetVad.Evaluation;

/// <summary>
/// Region-based and track-based detection criteria (Ramachandra and Jones, Street Scene, WACV 2020, section 4): at a threshold, an anomalous region is detected
/// where a detected region of its frame shares at least β of their union with it; an anomalous track where at least α of its regions are detected; a
/// detected region is a false positive where it shares less than β with every anomalous region of its frame. The criteria are the areas under the share of
/// detected regions and of detected tracks against false positives a frame, from 0 to 1.
/// </summary>
public sealed class RegionDetection
{
    /// <summary>Share of a track's regions that must be detected, α.</summary>
    public const double TrackShare = 0.1;

    /// <summary>Intersection over union from which a region is detected, β.</summary>
    public const double LeastIou = 0.1;

    private readonly Dictionary<(string Video, int Track), List<float>> _tracks = [];
    private readonly List<float> _false = [];
    private long _frames;

    /// <summary>Anomalous regions so far.</summary>
    public int Regions => _tracks.Values.Sum(regions => regions.Count);

    /// <summary>Anomalous tracks so far.</summary>
    public int Tracks => _tracks.Count;

    /// <summary>False positives a frame where every detected region counts, however low its score: below 1, the curves are carried on level.</summary>
    public double MostFalsePerFrame => _frames > 0 ? (double)_false.Count / _frames : double.NaN;

    /// <summary>The region-based detection criterion, 0 … 1; NaN without anomalous regions.</summary>
    public double Rbdc => Area([.. _tracks.Values.SelectMany(regions => regions)]);

    /// <summary>The track-based detection criterion, 0 … 1; NaN without anomalous regions.</summary>
    public double Tbdc => Area([.. _tracks.Values.Select(TrackScore)]);

    /// <summary>Adds one frame; a frame without anomalies and detections counts, too.</summary>
    /// <param name="video">The video's id.</param>
    /// <param name="detected">Detected regions with their scores, on one scale over all frames.</param>
    /// <param name="anomalous">The frame's anomalous regions.</param>
    internal void Add(string video, IReadOnlyList<ScoredBox> detected, IReadOnlyList<TrackedBox> anomalous)
    {
        _frames++;
        foreach (TrackedBox region in anomalous)
        {
            if (!_tracks.TryGetValue((video, region.Track), out List<float>? scores))
            {
                _tracks.Add((video, region.Track), scores = []);
            }

            scores.Add(detected.Where(box => Meets(region, box)).Select(box => box.Score).DefaultIfEmpty(float.NegativeInfinity).Max());
        }

        _false.AddRange(detected.Where(box => !anomalous.Any(region => Meets(region, box))).Select(box => box.Score));
    }

    private static bool Meets(TrackedBox region, ScoredBox box) => region.Iou(box.X, box.Y, box.Width, box.Height) >= LeastIou;

    /// <summary>The threshold up to which a track counts as detected: that of the region with which α of them are.</summary>
    private static float TrackScore(List<float> regions) =>
        regions.OrderDescending().ElementAt((int)Math.Ceiling((TrackShare * regions.Count) - 1e-9) - 1);

    /// <summary>
    /// The area under the detected share of <paramref name="anomalies"/>, each detected up to its score, against false positives a frame, linear between
    /// the points of distinct scores, level after the last one.
    /// </summary>
    private double Area(float[] anomalies)
    {
        if (anomalies.Length == 0)
        {
            return double.NaN;
        }

        float[] found = [.. anomalies.Where(score => score > float.NegativeInfinity).OrderDescending()], wrong = [.. _false.OrderDescending()];
        double area = 0, rate = 0, share = 0;
        for (int hits = 0, misses = 0; hits < found.Length || misses < wrong.Length;)
        {
            float threshold = Math.Max(hits < found.Length ? found[hits] : float.NegativeInfinity, misses < wrong.Length ? wrong[misses] : float.NegativeInfinity);
            hits = PassWhile(found, hits, threshold);
            misses = PassWhile(wrong, misses, threshold);
            double nextRate = (double)misses / _frames, nextShare = (double)hits / anomalies.Length;
            if (nextRate >= 1)
            {
                double cut = nextRate > rate ? share + ((nextShare - share) * (1 - rate) / (nextRate - rate)) : nextShare;
                return area + ((1 - rate) * (share + cut) / 2);
            }

            area += (nextRate - rate) * (share + nextShare) / 2;
            (rate, share) = (nextRate, nextShare);
        }

        return area + ((1 - rate) * share);
    }

    private static int PassWhile(float[] descending, int index, float threshold)
    {
        while (index < descending.Length && descending[index] >= threshold)
        {
            index++;
        }

        return index;
    }
}
