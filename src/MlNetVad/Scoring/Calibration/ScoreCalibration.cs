namespace MlNetVad.Scoring;

/// <summary>What calibration learned of normal scores, and the map it makes of them.</summary>
internal sealed class ScoreCalibration
{
    /// <summary>Entries of the table: every hundredth.</summary>
    public const int TableSize = 101;

    private readonly float[] _table;
    private readonly double _unit;

    public ScoreCalibration(double median, double alarm, float[] table)
    {
        Median = median;
        Alarm = alarm;
        _table = table;
        _unit = ScoreScale.Between(median, alarm);
    }

    public double Median { get; }

    /// <summary>The score at the false-alarm quantile.</summary>
    public double Alarm { get; }

    public IReadOnlyList<float> Table => _table;

    public static ScoreCalibration Of(QuantileSample sample, double falseAlarmQuantile) => new(
        sample.Quantile(0.5),
        sample.Quantile(falseAlarmQuantile),
        Enumerable.Range(0, TableSize).Select(i => (float)sample.Quantile(i / (TableSize - 1.0))).ToArray());

    /// <summary>0 at the median, 0.5 at the false-alarm quantile, unbounded.</summary>
    public float Calibrate(float score) => (float)(0.5 * (score - Median) / _unit);

    public void Write(BinaryWriter writer)
    {
        writer.Write(Median);
        writer.Write(Alarm);
        foreach (float quantile in _table)
        {
            writer.Write(quantile);
        }
    }

    public static ScoreCalibration Read(BinaryReader reader)
    {
        double median = reader.ReadDouble();
        double alarm = reader.ReadDouble();
        float[] table = new float[TableSize];
        foreach (ref float quantile in table.AsSpan())
        {
            quantile = reader.ReadSingle();
        }

        return new ScoreCalibration(median, alarm, table);
    }
}
