namespace MlNetVad.Onnx.ClipCaption;

/// <summary>The captions of one video.</summary>
internal sealed class VideoCaptions
{
    private readonly long[] _frames;
    private readonly string[] _captions;

    private VideoCaptions(CaptionLine[] lines)
    {
        _frames = [.. lines.Select(l => l.Frame)];
        _captions = [.. lines.Select(l => l.Caption)];
    }

    public int Count => _frames.Length;

    /// <summary>Sorts lines by video and frame.</summary>
    /// <param name="lines">At least one.</param>
    /// <param name="fileName">For messages.</param>
    /// <exception cref="VadException">A frame comes twice.</exception>
    public static Dictionary<string, VideoCaptions> Group(IReadOnlyList<CaptionLine> lines, string fileName)
    {
        var videos = new Dictionary<string, VideoCaptions>();
        foreach (IGrouping<string, CaptionLine> video in lines.GroupBy(l => l.Video))
        {
            CaptionLine[] sorted = [.. video.OrderBy(l => l.Frame)];   // stable
            for (int i = 1; i < sorted.Length; i++)
            {
                if (sorted[i].Frame == sorted[i - 1].Frame)
                {
                    throw new VadException($"'{fileName}', line {sorted[i].Number}, has frame {sorted[i].Frame} of video '{video.Key}' again, after line {sorted[i - 1].Number}; keep one of the two.");
                }
            }

            videos.Add(video.Key, new VideoCaptions(sorted));
        }

        return videos;
    }

    /// <summary>The caption of a frame, else of the nearest earlier one; before the first, the first.</summary>
    public string At(long frame)
    {
        int index = Array.BinarySearch(_frames, frame);
        return _captions[Math.Max(0, index >= 0 ? index : ~index - 1)];
    }
}
