using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>Brings a score to the scale on which 0 is typical of normal data and 0.5 is the false-alarm quantile.</summary>
public sealed class CalibrateScoreTransformer : ComponentTransformer, IScoreThreshold
{
    private readonly CalibrateScoreColumns _columns;
    private readonly ScoreCalibration _calibration;

    internal CalibrateScoreTransformer(CalibrateScoreColumns columns, ScoreCalibration calibration, float threshold)
    {
        _columns = columns;
        _calibration = calibration;
        Threshold = threshold;
        Inputs = [ScoreColumn.Of(columns.Input)];
    }

    /// <summary>A row whose calibrated score exceeds this is predicted anomalous.</summary>
    public float Threshold { get; }

    /// <summary>The raw score that became 0: the median of the normal scores.</summary>
    public double Median => _calibration.Median;

    /// <summary>The raw score that became 0.5: the false-alarm quantile of the normal scores.</summary>
    public double AlarmScore => _calibration.Alarm;

    /// <summary>The 101 quantiles of the normal raw scores, from the smallest to the largest in hundredths.</summary>
    public IReadOnlyList<float> Quantiles => _calibration.Table;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<DataViewType> InputTypes { get; } = [NumberDataViewType.Single];

    internal override ComponentPersistence Persistence => new(new CalibrateScoreContract(), writer =>
    {
        _columns.Write(writer);
        _calibration.Write(writer);
        writer.Write(Threshold);
    });

    internal override IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("threshold", $"{Threshold}"),
        ("normal scores' median", $"{Median:0.0000}"),
        ("normal scores' false-alarm quantile", $"{AlarmScore:0.0000}"),
        ("normal scores' range", $"{Quantiles[0]:0.0000} to {Quantiles[^1]:0.0000}"),
    ];

    /// <summary>The same calibration with another threshold.</summary>
    /// <param name="threshold">On the calibrated scale; 0.5 is the false-alarm quantile.</param>
    /// <returns>A new transformer; this one stays as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a finite number.</exception>
    public CalibrateScoreTransformer WithThreshold(float threshold)
    {
        if (!float.IsFinite(threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be a finite number.");
        }

        return new CalibrateScoreTransformer(_columns, _calibration, threshold);
    }

    internal static CalibrateScoreTransformer Read(BinaryReader reader) =>
        new(CalibrateScoreColumns.Read(reader), ScoreCalibration.Read(reader), reader.ReadSingle());

    internal override IReadOnlyList<OutputColumn> OutputsFor(IReadOnlyList<DataViewType> inputTypes) => _columns.Outputs;

    internal override RowKernel CreateKernel(IReadOnlyList<DataViewType> inputTypes) =>
        new CalibrateScoreKernel(_calibration, Threshold, _columns.Input);
}

/// <summary>The names of the columns it reads and adds.</summary>
internal sealed record CalibrateScoreColumns(string Output, string Input, string PredictedLabel)
{
    public IReadOnlyList<OutputColumn> Outputs =>
        [new(Output, NumberDataViewType.Single), new(PredictedLabel, BooleanDataViewType.Instance)];

    public void Write(BinaryWriter writer)
    {
        writer.Write(Output);
        writer.Write(Input);
        writer.Write(PredictedLabel);
    }

    public static CalibrateScoreColumns Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadString(), reader.ReadString());
}
