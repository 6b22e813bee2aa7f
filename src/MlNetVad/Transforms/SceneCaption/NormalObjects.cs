namespace MlNetVad.Transforms.SceneCaption;

/// <summary>
/// Collects what normal objects are like. The words for the usual are quantiles of normal training objects; "very" begins at
/// their 99.9 % quantile and the last word beyond the largest of them, so that it is never said of training video.
/// </summary>
internal sealed class NormalObjects
{
    private const double Rare = 0.001;
    private const double Unusual = 0.05;

    // below a hundredth of a height in two frames, flow is mostly noise
    private const float LeastSpeed = 0.005f;

    // a box is exact to about a pixel a side, of some twenty
    private readonly MeasureSample _speeds = new(margin: 0.2);
    private readonly MeasureSample _areas = new(margin: 0.2);
    private readonly MeasureSample _heights = new(margin: 0.1);
    private readonly MeasureSample _aspects = new(margin: 0.1);

    /// <summary>Objects seen.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the objects of a clip.</summary>
    public void Add(ReadOnlySpan<ObjectMeasures> objects)
    {
        foreach (ref readonly ObjectMeasures measures in objects)
        {
            _speeds.Add(measures.Speed);
            _areas.Add(measures.Area);
            _heights.Add(measures.Height);
            _aspects.Add(measures.Aspect);
        }

        Count += objects.Length;
    }

    /// <summary>The words' boundaries.</summary>
    public CaptionScales Learn() => new(
        new WordScale(
            Vocabulary.Speeds,
            Math.Max(LeastSpeed, (float)(0.1 * _speeds.Median)),
            _speeds.Lower(0.25),
            _speeds.Upper(0.75),
            _speeds.Upper(1 - Unusual),
            _speeds.Upper(1 - Rare),
            _speeds.BeyondLargest),
        new WordScale(
            Vocabulary.Sizes,
            _areas.Lower(0.02),
            _areas.Lower(0.2),
            _areas.Upper(0.8),
            _areas.Upper(1 - Rare),
            _areas.BeyondLargest),
        TwoSided(Vocabulary.Aspects, _aspects),
        TwoSided(Vocabulary.Heights, _heights),
        Count);

    private static WordScale TwoSided(IReadOnlyList<string> words, MeasureSample sample) => new(
        words,
        sample.BelowLeast,
        sample.Lower(Rare),
        sample.Lower(Unusual),
        sample.Upper(1 - Unusual),
        sample.Upper(1 - Rare),
        sample.BeyondLargest);
}
