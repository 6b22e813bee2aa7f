using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms.MotionFeatures;

/// <summary>
/// Motion of objects in one clip after another: follows each box through the clip and describes its flow
/// (object-features recipe, steps 4 to 6 and 8). Flow needs a next frame: a tube covers the frames 0..T−2 at most, so nine
/// frames around a target in the middle need clips of ten. Holds its buffers: one instance a cursor.
/// </summary>
internal sealed class MotionExtractor
{
    private readonly MotionOptions _options;
    private readonly FrameCache _cache;
    private readonly int _clipBytes;
    private readonly int _target;
    private float[] _boxes = [];
    private float[] _descriptors = [];
    private float[] _speeds = [];
    private float[] _velocities = [];

    /// <summary>An extractor for clips of one shape.</summary>
    /// <param name="options">The constants of motion; checked.</param>
    /// <param name="model">The scene: background, expected heights, picture size.</param>
    /// <param name="channels">C: 1, 3 or 4.</param>
    /// <param name="clipLength">T, at least 2.</param>
    /// <param name="targetIndex">The frame that the boxes belong to, 0..T−1.</param>
    public MotionExtractor(MotionOptions options, ForegroundModel model, int channels, int clipLength, int targetIndex)
    {
        options.Validate();
        Luma.CheckChannels(channels);
        if (clipLength < 2)
        {
            throw new VadException($"Motion needs clips of at least 2 frames, not {clipLength}: load the video with longer clips.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(targetIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(targetIndex, clipLength);
        _options = options;
        _target = targetIndex;
        _clipBytes = clipLength * model.Height * model.Width * channels;
        _cache = new FrameCache(options, model, channels, clipLength);
    }

    /// <summary>Floats a descriptor.</summary>
    public int DescriptorLength => _options.DescriptorLength;

    /// <summary>How many frames were computed since the start, not found in the cache.</summary>
    public long FramesComputed => _cache.Loads;

    /// <summary>How many frames it holds.</summary>
    public int FramesHeld => _cache.Held;

    /// <summary>Describes the objects of a clip.</summary>
    /// <param name="clip">T × H × W × C bytes.</param>
    /// <param name="boxes">n × 6 floats as <see cref="ForegroundDetector"/> gives them; only x, y, width, height are used.</param>
    /// <param name="descriptors">n × <see cref="DescriptorLength"/>, written; of length 1 each, or 0 where a tube holds no foreground.</param>
    /// <param name="speeds">n, written: length of the mean flow over the tube, pixels a frame.</param>
    /// <param name="velocities">n × 2, written unless empty: that mean flow, rightward and downward, pixels a frame.</param>
    /// <exception cref="VadException">The clip has another size than the model's picture.</exception>
    public void Compute(
        ReadOnlySpan<byte> clip, ReadOnlySpan<float> boxes, Span<float> descriptors, Span<float> speeds, Span<float> velocities = default)
    {
        if (clip.Length != _clipBytes)
        {
            throw new VadException($"The clip holds {clip.Length} bytes, the motion model expects {_clipBytes}: give clips of the length and picture size it was trained with.");
        }

        int count = boxes.Length / ObjectProposals.Stride;
        _cache.LoadFrames(clip);
        if (count == 0)
        {
            return;
        }

        BinnedFlow[] flows = _cache.Flows();
        Reserve(count);
        boxes.CopyTo(_boxes);
        if (_options.Threads == 1)
        {
            for (int i = 0; i < count; i++)
            {
                Describe(i, flows);
            }
        }
        else
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = _options.Threads }, i => Describe(i, flows));
        }

        _descriptors.AsSpan(0, count * DescriptorLength).CopyTo(descriptors);
        _speeds.AsSpan(0, count).CopyTo(speeds);
        if (!velocities.IsEmpty)
        {
            _velocities.AsSpan(0, 2 * count).CopyTo(velocities);
        }
    }

    private void Describe(int i, BinnedFlow[] flows)
    {
        ReadOnlySpan<float> box = _boxes.AsSpan(i * ObjectProposals.Stride, 4);
        Span<float> histograms = _descriptors.AsSpan(i * DescriptorLength, DescriptorLength);
        histograms.Clear();
        int width = Math.Max(1, (int)MathF.Round(box[2]));
        int height = Math.Max(1, (int)MathF.Round(box[3]));
        FlowSum sum = ObjectTube.Follow(flows, _target, box[0], box[1], width, height, _options.MinimumTubePixels, histograms);
        FlowHistogram.Normalise(histograms);
        _speeds[i] = sum.MeanSpeed;
        (_velocities[2 * i], _velocities[(2 * i) + 1]) = sum.Mean;
    }

    private void Reserve(int count)
    {
        if (_speeds.Length < count)
        {
            int capacity = Math.Max(64, 2 * count);
            _boxes = new float[capacity * ObjectProposals.Stride];
            _descriptors = new float[capacity * DescriptorLength];
            _speeds = new float[capacity];
            _velocities = new float[2 * capacity];
        }
    }
}
