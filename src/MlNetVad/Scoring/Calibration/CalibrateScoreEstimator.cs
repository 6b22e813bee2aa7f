using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Makes scores comparable between videos and models: <c>0.5·(s − median) / (q − median)</c>, where the median and the
/// false-alarm quantile q are those of normal scores. 0 is typical of normal data, 0.5 is the score that only
/// 1 − <see cref="Options.FalseAlarmQuantile"/> of the normal rows exceed; there is no upper bound and no clamping, so
/// the order of scores, and with it every AUC, stays.
/// </summary>
/// <remarks>
/// Where q does not exceed the median (scores that do not vary), the difference is taken as a millionth of the median
/// (of 1, if that is more). Fit it on rows that the scorer was not trained on: <c>CalibrateOnHeldOut</c>.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Score</c>)</term><description><c>Single</c>, higher = more anomalous, finite</description></item>
/// <item><term>output <c>Score</c></term><description><c>Single</c>, calibrated</description></item>
/// <item><term>output <c>PredictedLabel</c></term><description><c>Boolean</c>, calibrated score &gt; threshold</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes: quantiles of normal scores; one pass</description></item>
/// <item><term>Memory</term><description>4 MB while fitting: exact up to 1,048,576 rows, a uniform sample beyond</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class CalibrateScoreEstimator : IEstimator<CalibrateScoreTransformer>
{
    private readonly Options _options;
    private readonly CalibrateScoreColumns _columns;
    private readonly InputColumn _score;

    internal CalibrateScoreEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _columns = new(options.OutputColumnName, options.InputColumnName ?? options.OutputColumnName, options.PredictedLabelColumnName);
        _score = ScoreColumn.Of(_columns.Input);
    }

    /// <summary>Learns the quantiles.</summary>
    /// <param name="input">Scored normal rows, held out from the scorer's training.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows, or a score is NaN or Infinity.</exception>
    public CalibrateScoreTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        QuantileSample sample = ScoreColumn.Sample(input, _score);
        ScoreCalibration pooled = ScoreCalibration.Of(sample, _options.FalseAlarmQuantile);
        double alarm = _options.GroupColumnName is { } group
            ? Math.Max(pooled.Alarm, NextVideo.Bound(input, InputColumn.Scalar(group, TextDataViewType.Instance), _score, _options.FalseAlarmQuantile))
            : pooled.Alarm;
        return new CalibrateScoreTransformer(_columns, new ScoreCalibration(pooled.Median, alarm, [.. pooled.Table]), _options.Threshold);
    }

    /// <summary>The promised schema: the input's columns and the two outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The score column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _score.Check(inputSchema);
        return SchemaPromise.With(inputSchema, _columns.Outputs);
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The column for the calibrated score.</summary>
        public string OutputColumnName = "Score";

        /// <summary>The column of the raw score; null means the output's name.</summary>
        public string? InputColumnName;

        /// <summary>The column for the decision.</summary>
        public string PredictedLabelColumnName = "PredictedLabel";

        /// <summary>The quantile of normal scores that becomes 0.5, in (0.5, 1]: 0.995 lets one normal row in 200 exceed it.</summary>
        public double FalseAlarmQuantile = 0.995;

        /// <summary>
        /// The column of the video's id, text: the quantile is then raised to what holds for the next video too, as far as the
        /// videos seen differ from each other; null takes the rows' quantile as it is.
        /// </summary>
        public string? GroupColumnName;

        /// <summary>Calibrated scores above this are predicted anomalous; finite.</summary>
        public float Threshold = 0.5f;

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(PredictedLabelColumnName);
            if (!(FalseAlarmQuantile is > 0.5 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(FalseAlarmQuantile), FalseAlarmQuantile, "The false-alarm quantile must be in (0.5, 1].");
            }

            if (!float.IsFinite(Threshold))
            {
                throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "The threshold must be a finite number.");
            }
        }
    }
}
