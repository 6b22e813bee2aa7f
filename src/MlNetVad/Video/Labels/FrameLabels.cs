namespace MlNetVad.Video.Labels;

/// <summary>
/// Frame labels of one video (0 normal, 1 anomalous, NaN unknown): one value a frame, the numbered rows of a table, or the
/// anomalous ranges; ranges say nothing of the video's length.
/// </summary>
internal sealed class FrameLabels
{
    private readonly float[]? _values;
    private readonly LabelRows? _rows;
    private readonly (int First, int Last)[] _ranges = [];
    private readonly Func<int, float>? _others;

    private FrameLabels(float[]? values, LabelRows? rows, (int First, int Last)[] ranges)
    {
        _values = values;
        _rows = rows;
        _ranges = ranges;
    }

    private FrameLabels(Func<int, float> others) => _others = others;

    /// <summary>Labels given frame by frame.</summary>
    public static FrameLabels PerFrame(float[] values) => new(values, null, []);

    /// <summary>Labels given frame by frame, whose values came from elsewhere.</summary>
    /// <param name="values">One a frame.</param>
    /// <param name="where">What holds them, for the message: "Label file 'a.npy'".</param>
    /// <exception cref="VadException">A value is none of 0, 1 and NaN.</exception>
    public static FrameLabels Checked(float[] values, string where)
    {
        int wrong = Array.FindIndex(values, v => v is not (0 or 1) && !float.IsNaN(v));
        return wrong < 0
            ? PerFrame(values)
            : throw new VadException($"{where} labels frame {wrong} with {values[wrong]:0.######}; expected 0 for normal, 1 for anomalous or NaN for unknown: convert the labels, for other numbers mean different things to different people.");
    }

    /// <summary>Labels by 0-based frame number; a frame without a row is unknown.</summary>
    public static FrameLabels Numbered(LabelRows rows) => new(null, rows, []);

    /// <summary>Labels given as ranges of anomalous frames, 0-based, both ends inside; all other frames are normal.</summary>
    public static FrameLabels Ranges(IEnumerable<(int First, int Last)> ranges) => new(null, null, [.. ranges]);

    /// <summary>The labels of some of the frames.</summary>
    /// <param name="indexOf">Which frame the n-th of them is.</param>
    public FrameLabels Of(Func<long, long> indexOf) => new(frame => At((int)indexOf(frame)));

    /// <summary>The last frame that a range names; null where there is none.</summary>
    public int? LastOfRanges => _ranges.Length > 0 ? _ranges.Max(r => r.Last) : null;

    /// <summary>The label of a 0-based frame; NaN where it has none.</summary>
    public float At(int frame)
    {
        if (_others is not null)
        {
            return _others(frame);
        }

        if (_values is not null)
        {
            return frame < _values.Length ? _values[frame] : float.NaN;
        }

        if (_rows is not null)
        {
            return _rows[frame];
        }

        return Array.Exists(_ranges, r => frame >= r.First && frame <= r.Last) ? 1 : 0;
    }

    /// <summary>One label a frame; null when neither the labels nor the caller know the number of frames.</summary>
    public float[]? Expand(int? frameCount) => _values is not null ? (float[])_values.Clone()
        : frameCount is { } count ? [.. Enumerable.Range(0, count).Select(At)]
        : null;

    /// <summary>Compares with the video's true length.</summary>
    /// <exception cref="VadException">The labels belong to a video of another length, or count its frames otherwise.</exception>
    public void CheckLength(string video, int frameCount)
    {
        if (_values is not null && _values.Length != frameCount)
        {
            throw new VadException($"Video '{video}' has {Counted.Of(frameCount, "frame")} but {Counted.Of(_values.Length, "label")}; give one label a frame.");
        }

        if (_rows is not null && _rows.Last != frameCount - 1)
        {
            throw OtherRows(video, frameCount, _rows.First, _rows.Last);
        }

        foreach ((int first, int last) in _ranges)
        {
            if (last >= frameCount)
            {
                string remedy = last == frameCount && _ranges.All(r => r.First > 0)
                    ? "frames are counted from 0: if the labels count from 1, subtract 1"
                    : "the labels must end within the video";
                throw new VadException($"Video '{video}' has {Counted.Of(frameCount, "frame")} but its labels name the anomalous frames {first} to {last} (0-based), up to frame {last}; {remedy}.");
            }
        }
    }

    private static VadException OtherRows(string video, int frameCount, int first, int last) => new(
        first == 1 && last == frameCount
            ? $"Video '{video}' has {Counted.Of(frameCount, "frame")}, which its labels number from 1 to {last}; frames are counted from 0: subtract 1 from each number."
            : $"Video '{video}' has {Counted.Of(frameCount, "frame")}, 0 to {frameCount - 1}, but its labels number them from {first} to {last}; give a row for each frame, its label empty where it is unknown.");
}
