using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Follows slow change: light that sinks over hours, a season. Of each score the median of its last ten minutes of calm is its level, and what
/// that has risen by above what one normal row in ten exceeds is taken off. No level moves while any score is above what one normal row in two hundred
/// exceeds (what alarms is never learned), none rises by more than that usual height itself, and nothing changes in the first five minutes of a video.
/// </summary>
/// <remarks>
/// Fit it on rows that the scorers were not trained on: <c>CalibrateOnHeldOut</c>. Rows must come in time order; the levels start anew when the video
/// changes or the frame does not increase, at 0, or where <see cref="VadModel.Continuing"/> has put them.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input <c>Video</c></term><description>text, the video's id</description></item>
/// <item><term>input <c>Frame</c></term><description><c>Int64</c>, increasing within a video</description></item>
/// <item><term>input, each score (1 to 6)</term><description><c>Single</c>, higher = more anomalous, finite</description></item>
/// <item><term>output, each followed score</term><description><c>Single</c>, under its own name: less what its level has risen by</description></item>
/// <item><term>output (<c>SlowChange</c>)</term><description><c>Vector&lt;Single, n&gt;</c>: what was taken off each followed score, at least 0</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes: two quantiles a score, one pass each; of the video that is scored, the levels</description></item>
/// <item><term>Memory</term><description>2.4 kB a followed score</description></item>
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
        FollowedScore Learn(string column, bool isFollowed) => FollowedScore.Of(column, isFollowed, ScoreColumn.Sample(input, ScoreColumn.Of(column)));
        var transformer = new SlowChangeTransformer(
            _options.ToColumns(),
            [.. _options.ColumnNames.Select(column => Learn(column, isFollowed: true)), .. _options.WatchedColumnNames.Select(column => Learn(column, isFollowed: false))],
            _options.FramesPerSecond);
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
        foreach (InputColumn input in columns.Inputs([.. _options.ColumnNames, .. _options.WatchedColumnNames]))
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, columns.Outputs(_options.ColumnNames));
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The scores that are followed, at least one; each is replaced.</summary>
        public IReadOnlyList<string> ColumnNames = [];

        /// <summary>Scores whose alarms hold the levels still, and that stay as they are; with the followed ones at most 6.</summary>
        public IReadOnlyList<string> WatchedColumnNames = [];

        /// <summary>The column for what was taken off each followed score.</summary>
        public string OutputColumnName = "SlowChange";

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>Frames a second, above 0.</summary>
        public double FramesPerSecond = 10;

        internal SlowChangeColumns ToColumns() => new(OutputColumnName, VideoColumnName, FrameColumnName);

        internal void Validate()
        {
            ArgumentNullException.ThrowIfNull(ColumnNames);
            ArgumentNullException.ThrowIfNull(WatchedColumnNames);
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(VideoColumnName);
            ArgumentException.ThrowIfNullOrEmpty(FrameColumnName);
            if (ColumnNames.Count == 0 || ColumnNames.Count + WatchedColumnNames.Count > SlowChangeTransformer.Slots)
            {
                throw new ArgumentOutOfRangeException(nameof(ColumnNames), ColumnNames.Count, $"Give at least one score to follow, and with the watched ones at most {SlowChangeTransformer.Slots}.");
            }

            if (!(FramesPerSecond > 0 && double.IsFinite(FramesPerSecond)))
            {
                throw new ArgumentOutOfRangeException(nameof(FramesPerSecond), FramesPerSecond, "Frames a second must be above 0.");
            }
        }
    }
}
