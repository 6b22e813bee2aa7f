namespace MlNetVad.Video.Labels;

/// <summary>
/// Frame labels of one video: one value a frame (0 normal, 1 anomalous, NaN unknown), or the anomalous ranges,
/// which say nothing of the video's length.
/// </summary>
internal sealed class FrameLabels
{
    private readonly float[]? _values;
    private readonly (int First, int Last)[] _ranges = [];

    private FrameLabels(float[]? values, (int First, int Last)[] ranges)
    {
        _values = values;
        _ranges = ranges;
    }

    /// <summary>Labels given frame by frame.</summary>
    public static FrameLabels PerFrame(float[] values) => new(values, []);

    /// <summary>Labels given as ranges of anomalous frames, 0-based, both ends inside; all other frames are normal.</summary>
    public static FrameLabels Ranges(IEnumerable<(int First, int Last)> ranges) => new(null, [.. ranges]);

    /// <summary>The label of a 0-based frame; NaN past the end of labels given frame by frame.</summary>
    public float At(int frame)
    {
        if (_values is not null)
        {
            return frame < _values.Length ? _values[frame] : float.NaN;
        }

        foreach ((int first, int last) in _ranges)
        {
            if (frame >= first && frame <= last)
            {
                return 1;
            }
        }

        return 0;
    }

    /// <summary>One label a frame; null when the labels are ranges and the number of frames is unknown.</summary>
    public float[]? Expand(int? frameCount)
    {
        if (_values is not null)
        {
            return (float[])_values.Clone();
        }

        if (frameCount is not { } count)
        {
            return null;
        }

        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = At(i);
        }

        return values;
    }

    /// <summary>Compares with the video's true length.</summary>
    /// <exception cref="VadException">The labels belong to a video of another length.</exception>
    public void CheckLength(string video, int frameCount)
    {
        if (_values is not null && _values.Length != frameCount)
        {
            throw new VadException($"Video '{video}' has {frameCount} frames but {_values.Length} labels; give one label a frame.");
        }

        foreach ((int first, int last) in _ranges)
        {
            if (last >= frameCount)
            {
                throw new VadException($"Video '{video}' has {frameCount} frames but its labels name the anomalous frames {first} to {last} (0-based), up to frame {last}; the labels must end within the video.");
            }
        }
    }
}
