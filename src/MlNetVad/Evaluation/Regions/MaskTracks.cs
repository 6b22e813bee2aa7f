using MlNetVad.Transforms;

namespace MlNetVad.Evaluation;

/// <summary>
/// Makes tracks of pixel masks by a fixed rule, since masks do not say which anomaly a pixel belongs to: each frame's regions are the boxes of its
/// 8-connected components; a region goes on with the track of the previous frame's region that its box shares most with (intersection over union,
/// above 0), pairs taken from the highest down, each region in one pair at most; what is left begins a track. Anomalies that touch are one region, and an anomaly
/// that is hidden for a frame becomes two tracks.
/// </summary>
internal sealed class MaskTracks
{
    private readonly ConnectedComponents _components = new();
    private TrackedBox[] _previous = [];
    private int _tracks;

    /// <summary>Begins a video.</summary>
    public void Reset() => (_previous, _tracks) = ([], 0);

    /// <summary>The regions of the video's next frame.</summary>
    /// <param name="mask">H × W, 0 or 1.</param>
    /// <param name="width">W.</param>
    public IReadOnlyList<TrackedBox> Next(ReadOnlySpan<byte> mask, int width)
    {
        TrackedBox[] boxes = [.. _components.Find(mask, width).Select(c => new TrackedBox(-1, c.X, c.Y, c.Width, c.Height))];
        HashSet<int> taken = [];
        foreach ((int box, int track, double _) in Links(boxes).OrderByDescending(link => link.Iou))
        {
            if (boxes[box].Track < 0 && taken.Add(track))
            {
                boxes[box] = boxes[box] with { Track = track };
            }
        }

        for (int i = 0; i < boxes.Length; i++)
        {
            boxes[i] = boxes[i].Track < 0 ? boxes[i] with { Track = _tracks++ } : boxes[i];
        }

        return _previous = boxes;
    }

    private IEnumerable<(int Box, int Track, double Iou)> Links(TrackedBox[] boxes) =>
        from box in Enumerable.Range(0, boxes.Length)
        from before in _previous
        let iou = before.Iou(boxes[box].X, boxes[box].Y, boxes[box].Width, boxes[box].Height)
        where iou > 0
        select (box, before.Track, iou);
}
