using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Follows slow change: light that sinks over hours, a season. Of each score the median of its last five minutes of calm is its level, and what
/// that has risen by above what one normal row in ten exceeds is taken off. No level moves while any part is as rare as one normal row in two hundred
/// (what alarms is never learned), none rises by more than that usual height itself, and nothing changes in the first two and a half minutes of a video.
/// </summary>
/// <remarks>
/// Fit it on rows that the scorers were not trained on: <c>CalibrateOnHeldOut</c>. Rows must come in time order; the levels start anew when the video
/// changes or the frame does not increase, at 0, or where <see cref="VadModel.Continuing"/> has put them.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input <c>Video</c></term><description>text, the video's id</description></item>
/// <item><term>input <c>Frame</c></term><description><c>Int64</c>, increasing within a video</description></item>
/// <item><term>input, each part (1 to 6)</term><description><c>Single</c>, higher = more anomalous, finite</description></item>
/// <item><term>output, each followed score</term><description><c>Single</c>, under its part's name: less what its level has risen by</description></item>
/// <item><term>output (<c>SlowChange</c>)</term><description><c>Vector&lt;Single, n&gt;</c>: what was taken off each followed score, at least 0</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes: how rare a part's scores are, one pass each; of the video that is scored, the levels</description></item>
/// <item><term>Memory</term><description>4 bytes a row and part while fitting; 2.4 kB a followed score</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, no shuffling</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class SlowChangeEstimator : IEstimator<SlowChangeTransformer>
{
    private readonly Options _options;

    internal SlowChangeEstimator(Options options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>Learns how high scores are in normal life.</summary>
    /// <param name="input">Normal rows, held out from the training of the scorers.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows, or a score is NaN or Infinity.</exception>
    public SlowChangeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FollowedScore[] scores = [.. _options.Ordered().Select(part =>
        {
            TailCalibration tail = TailCalibration.Of(ScoreGroups.Read(input, _options.Group, ScoreColumn.Of(part.ColumnName)), part.LeastDifference);
            return FollowedScore.Of(part.ColumnName, _options.ColumnNames.Contains(part.ColumnName), part.IsHeard ? tail : tail.Unheard());
        })];
        var transformer = new SlowChangeTransformer(_options.ToColumns(), scores, _options.FramesPerSecond);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The promised schema: the input's columns and the outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SlowChangeColumns columns = _options.ToColumns();
        foreach (InputColumn input in columns.Inputs([.. _options.Ordered().Select(part => part.ColumnName)]))
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, columns.Outputs([.. _options.Ordered().Select(part => part.ColumnName).Where(_options.ColumnNames.Contains)]));
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The parts of the score, 1 to 6, as they will be fused: while any of them alarms, no level moves.</summary>
        public IReadOnlyList<TailFusionEstimator.Part> Parts = [];

        /// <summary>The columns of those parts that are followed, at least one; each is replaced.</summary>
        public IReadOnlyList<string> ColumnNames = [];

        /// <summary>The column for what was taken off each followed score.</summary>
        public string OutputColumnName = "SlowChange";

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>Frames a second, above 0.</summary>
        public double FramesPerSecond = 10;

        internal InputColumn Group => InputColumn.Scalar(VideoColumnName, TextDataViewType.Instance);

        internal SlowChangeColumns ToColumns() => new(OutputColumnName, VideoColumnName, FrameColumnName);

        internal IEnumerable<TailFusionEstimator.Part> Ordered() => Parts.OrderBy(part => !ColumnNames.Contains(part.ColumnName));   // followed first

        internal void Validate()
        {
            ArgumentNullException.ThrowIfNull(Parts);
            ArgumentNullException.ThrowIfNull(ColumnNames);
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(VideoColumnName);
            ArgumentException.ThrowIfNullOrEmpty(FrameColumnName);
            if (Parts.Count > SlowChangeTransformer.Slots || Parts.Any(part => !(part.LeastDifference > 0)))
            {
                throw new ArgumentOutOfRangeException(nameof(Parts), Parts.Count, $"Give at most {SlowChangeTransformer.Slots} parts, the least difference of each above 0.");
            }

            if (ColumnNames.Count == 0 || ColumnNames.Except(Parts.Select(part => part.ColumnName)).Any())
            {
                throw new ArgumentOutOfRangeException(nameof(ColumnNames), string.Join(", ", ColumnNames), "Name the columns of one part or more.");
            }

            if (!(FramesPerSecond > 0 && double.IsFinite(FramesPerSecond)))
            {
                throw new ArgumentOutOfRangeException(nameof(FramesPerSecond), FramesPerSecond, "Frames a second must be above 0.");
            }
        }
    }
}
