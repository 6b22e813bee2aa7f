using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Makes one score an object of several parts (object-features recipe, steps 9 to 11), whatever scorers they come from:
/// each part is gated, brought to a common scale learned from normal objects, capped, and summed; the row's score is
/// the largest of its objects.
/// </summary>
/// <remarks>
/// <c>part = clamp((s − median) / (upper − median), 0, cap)</c>: the median is over all normal objects, upper is a
/// quantile of the rows' largest (gated) values. A gated part of an object whose gate column lies below three tenths of that
/// column's median is set to its own median, so it adds nothing: who stands still is not judged by direction. (The recipe's gate is the median
/// itself, which takes half of all objects for standing and does not see a walker going the wrong way.) Where upper does not exceed the median, the difference is taken
/// as a millionth of the median (of 1, if that is more), so that any excess reaches the cap.
/// Fit it on rows that the scorers were not trained on: <c>CalibrateOnHeldOut</c>.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input, each part and gate (up to 4 different columns)</term><description><c>Vector&lt;Single, *&gt;</c>, one number an object, all of one length in a row</description></item>
/// <item><term>output <c>Score</c></term><description><c>Single</c>, 0 … number of parts × cap; 0 for a row without objects</description></item>
/// <item><term>output <c>FusedObjectScores</c></term><description><c>Vector&lt;Single, *&gt;</c>, one score an object</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes: medians and quantiles of normal rows; two passes</description></item>
/// <item><term>Memory</term><description>4 MB a column while fitting: exact up to 1,048,576 objects, a uniform sample beyond</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class ObjectFusionEstimator : IEstimator<ObjectFusionTransformer>
{
    private readonly Options _options;
    private readonly IReadOnlyList<InputColumn> _inputs;

    internal ObjectFusionEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _inputs = new ObjectColumns(options.Parts.Select(p => (p.ColumnName, p.GateColumnName))).Inputs;
    }

    /// <summary>Learns the gates and scales.</summary>
    /// <param name="input">Normal rows, held out from the training of the parts' scorers.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">The lengths differ, or a value is NaN or Infinity.</exception>
    public ObjectFusionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ObjectFusionTransformer(
            _options.OutputColumnName, _options.ObjectScoresColumnName, _options.Cap, new ObjectFusionFitting(_options, input).Fit());
    }

    /// <summary>The promised schema: the input's columns and the two outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, ObjectFusionTransformer.OutputsOf(_options.OutputColumnName, _options.ObjectScoresColumnName));
    }

    /// <summary>One part of the score.</summary>
    /// <param name="ColumnName">Its column, <c>Vector&lt;Single, *&gt;</c>, higher = more anomalous.</param>
    /// <param name="GateColumnName">The column that must reach three tenths of its own normal median for this part to count, or null.</param>
    public sealed record Part(string ColumnName, string? GateColumnName = null);

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The column for the row's score.</summary>
        public string OutputColumnName = "Score";

        /// <summary>The column for one score an object.</summary>
        public string ObjectScoresColumnName = "FusedObjectScores";

        /// <summary>The parts, at least one.</summary>
        public IReadOnlyList<Part> Parts = [];

        /// <summary>The most that one part can add, greater than 0.</summary>
        public float Cap = 2;

        /// <summary>The quantile of the rows' largest values that becomes 1, in (0.5, 1].</summary>
        public double UpperQuantile = 0.95;

        internal Options Copy()
        {
            var copy = (Options)MemberwiseClone();
            copy.Parts = [.. Parts];
            return copy;
        }

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ObjectScoresColumnName);
            ArgumentNullException.ThrowIfNull(Parts);
            if (!(Cap > 0))
            {
                throw new ArgumentOutOfRangeException(nameof(Cap), Cap, "The cap must be greater than 0.");
            }

            if (!(UpperQuantile is > 0.5 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(UpperQuantile), UpperQuantile, "The upper quantile must be in (0.5, 1].");
            }
        }
    }
}
