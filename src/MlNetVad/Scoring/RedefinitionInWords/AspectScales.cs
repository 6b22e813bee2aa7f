using MlNetVad.Trainers;

namespace MlNetVad.Scoring;

/// <summary>Where one word ends and the next begins: boundaries for the levels of each aspect, as the model has learned normal life.</summary>
/// <param name="Bounds">Of each aspect, the largest value of every level but the last.</param>
internal sealed record AspectScales(IReadOnlyList<float[]> Bounds)
{
    private const double Few = 0.1, Nearly = 0.9, Practically = 0.999;   // quantiles of normal things
    private const float Slow = 0.6f;                                      // of the usual pace

    /// <summary>The level of a value.</summary>
    public int Level(int aspect, float value) => Bounds[aspect].Count(bound => value > bound);

    /// <summary>The boundaries of a model.</summary>
    /// <param name="pace">What the model has learned of pace: half of the normal things are slower than its median, hardly a row has one beyond its upper quantile.</param>
    /// <param name="shapes">Normal shapes.</param>
    /// <param name="stays">Normal stays.</param>
    public static AspectScales Of(PartCalibration pace, NormalVectors shapes, NormalVectors stays) => new(
    [
        [Slow * pace.Median, (pace.Median + pace.Upper) / 2, pace.Upper],
        [.. new[] { Few, Nearly, Practically }.Select(share => shapes.Quantile(MovingColumns.SizeInShape, share))],
        [shapes.Quantile(MovingColumns.AxisInShape, Practically)],
        [.. new[] { Nearly, Practically }.Select(share => stays.Quantile(MovingColumns.TimeInStay, share))],
    ]);

    public void Write(BinaryWriter writer)
    {
        foreach (float bound in Bounds.SelectMany(bounds => bounds))
        {
            writer.Write(bound);
        }
    }

    public static AspectScales Read(BinaryReader reader) =>
        new([.. Aspect.All.Select(aspect => Enumerable.Range(1, aspect.Levels.Count - 1).Select(_ => reader.ReadSingle()).ToArray())]);
}
