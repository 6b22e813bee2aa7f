using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Makes one score of several parts that know nothing of each other's scale: each part's score becomes the rarity that it has among
/// normal rows, −log10 of the share that reach it, and the row's score is the largest. A maximum, because each kind of anomaly shows
/// in one part and dependent parts must not add up to an alarm.
/// </summary>
/// <remarks>
/// Fit it on rows that the parts' scorers were not trained on: <c>CalibrateOnHeldOut</c>.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input <c>Video</c></term><description>text, read while fitting only</description></item>
/// <item><term>input, each part (1 to 6)</term><description><c>Single</c>, higher = more anomalous, finite</description></item>
/// <item><term>output (<c>Score</c>)</term><description><c>Single</c>, at least 0: 1 for what one normal row in ten reaches in its rarest part, 3 for one in a thousand</description></item>
/// <item><term>output (<c>ScoreParts</c>)</term><description><c>Vector&lt;Single, n&gt;</c>: the rarity of each part, in the order of the options</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes: quantiles and tails of normal scores; one pass a part</description></item>
/// <item><term>Memory</term><description>4 bytes a row and part while fitting</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class TailFusionEstimator : IEstimator<TailFusionTransformer>
{
    private readonly Options _options;

    private InputColumn Group => InputColumn.Scalar(_options.GroupColumnName, TextDataViewType.Instance);

    internal TailFusionEstimator(Options options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>Learns how rare scores are.</summary>
    /// <param name="input">Normal rows, held out from the training of the parts' scorers.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows, or a score is NaN or Infinity.</exception>
    public TailFusionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TailPart[] parts = [.. _options.Parts.Select(part =>
        {
            float[][] videos = ScoreGroups.Read(input, Group, ScoreColumn.Of(part.ColumnName));
            TailCalibration tail = TailCalibration.Of(videos, part.LeastDifference);
            return new TailPart(part.Name, part.ColumnName, part.Where, part.IsHeard ? tail : tail.Unheard());
        })];
        return new TailFusionTransformer(_options.OutputColumnName, parts);
    }

    /// <summary>The promised schema: the input's columns and the two outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Group.Check(inputSchema);
        foreach (Part part in _options.Parts)
        {
            ScoreColumn.Of(part.ColumnName).Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, TailFusionTransformer.OutputsOf(_options.OutputColumnName, _options.Parts.Count));
    }

    /// <summary>One part of the score.</summary>
    /// <param name="Name">What it looks at, in a word.</param>
    /// <param name="ColumnName">Its column, <c>Single</c>.</param>
    /// <param name="LeastDifference">A difference of scores below which nothing is meant, above 0: the least scale of its tail.</param>
    /// <param name="Where">Where in the picture the part sees it, or null for the picture as a whole.</param>
    public sealed record Part(string Name, string ColumnName, double LeastDifference, PartPlaces? Where = null)
    {
        /// <summary>Whether it counts. Of a part that does not, every rarity is 0, and the fused score is as if it were not there.</summary>
        public bool IsHeard { get; init; } = true;
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The column for the row's score; the parts' column has <c>Parts</c> behind it.</summary>
        public string OutputColumnName = "Score";

        /// <summary>The parts, 1 to 6.</summary>
        public IReadOnlyList<Part> Parts = [];

        /// <summary>The column of the video's id, text, read while fitting: what one video shows counts as seen once.</summary>
        public string GroupColumnName = "Video";

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentNullException.ThrowIfNull(Parts);
            ArgumentException.ThrowIfNullOrEmpty(GroupColumnName);
            if (Parts.Count is < 1 or > TailFusionTransformer.Slots)
            {
                throw new ArgumentOutOfRangeException(nameof(Parts), Parts.Count, $"A fusion takes 1 to {TailFusionTransformer.Slots} parts.");
            }

            if (Parts.Any(p => !(p.LeastDifference > 0)))
            {
                throw new ArgumentOutOfRangeException(nameof(Parts), "The least difference of every part must be above 0.");
            }
        }
    }
}
