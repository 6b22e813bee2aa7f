using MlNetVad.Transforms.MotionFeatures;

namespace MlNetVad.Transforms.SceneCaption;

/// <summary>Measures the objects of one clip after another. Holds its buffers: one instance a cursor.</summary>
/// <param name="extractor">Gives velocities.</param>
/// <param name="heightLine">Expected heights.</param>
internal sealed class ObjectMeter(MotionExtractor extractor, PersonHeight heightLine)
{
    private float[] _descriptors = [];
    private float[] _speeds = [];
    private float[] _velocities = [];
    private ObjectMeasures[] _measures = [];

    /// <summary>The meter of one scene.</summary>
    public static ObjectMeter Create(SceneCaptionEstimator.Options options, ForegroundModel model, ClipShape shape)
    {
        ForegroundObjectsTransformer.CheckPicture(shape, model);
        return new ObjectMeter(
            new MotionExtractor(options.Motion, model, shape.Channels, shape.Frames, shape.TargetIndex(options.Target)), model.HeightLine);
    }

    /// <summary>Measures the objects of a clip, in their order.</summary>
    /// <param name="clip">T × H × W × C bytes.</param>
    /// <param name="objects">n × 6 floats: x, y, width, height in pixels; the rest is not used.</param>
    /// <returns>n measures, valid until the next call.</returns>
    /// <exception cref="VadException">The objects are no whole boxes, or the clip has another size.</exception>
    public ReadOnlySpan<ObjectMeasures> Measure(ReadOnlySpan<byte> clip, ReadOnlySpan<float> objects)
    {
        if (objects.Length % ObjectProposals.Stride != 0)
        {
            throw new VadException($"The objects column has {objects.Length} numbers in a row; expected six an object: use a detector's column.");
        }

        int count = objects.Length / ObjectProposals.Stride;
        Reserve(count);
        extractor.Compute(clip, objects, _descriptors, _speeds, _velocities);
        for (int i = 0; i < count; i++)
        {
            _measures[i] = ObjectMeasures.Of(
                objects.Slice(i * ObjectProposals.Stride, 4), _velocities[2 * i], _velocities[(2 * i) + 1], heightLine);
        }

        return _measures.AsSpan(0, count);
    }

    private void Reserve(int count)
    {
        if (_measures.Length < count || _measures.Length == 0)
        {
            int capacity = Math.Max(64, 2 * count);
            _descriptors = new float[capacity * extractor.DescriptorLength];
            _speeds = new float[capacity];
            _velocities = new float[2 * capacity];
            _measures = new ObjectMeasures[capacity];
        }
    }
}
