using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Scoring;

/// <summary>
/// Learns an example from the rows of a segment that a person has called normal or anomalous, for one part of a trained model's fused
/// score. What resembles a normal example is scored as if the example were one more mode of normal life; what resembles an anomalous
/// one is raised above the threshold; every other score stays bit for bit.
/// </summary>
/// <remarks>
/// A normal example is what made the alarm there, an anomalous one the most unusual thing of each row, if it exceeds what one normal row in ten
/// reaches (u): at most 32 vectors, each as far from the others as can be. A thing's distance to it is on the part's own scale, which normal video
/// has calibrated: a normal example makes <c>score = min(score, distance)</c>; an anomalous one counts where <c>distance &lt; min(score, u)</c>.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input, the part's score</term><description><c>Single</c></description></item>
/// <item><term>input, its things' scores and features</term><description><c>Vector&lt;Single, *&gt;</c> and <c>Vector&lt;Single, *, d&gt;</c></description></item>
/// <item><term>output, score and things' scores under the same names</term><description><c>Single</c> and <c>Vector&lt;Single, *&gt;</c></description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, one pass over the segment</description></item>
/// <item><term>Memory</term><description>at most 1,024 vectors while fitting, 32 × 32 in the model</description></item>
/// <item><term>Crosses rows</term><description>only where a picture is not encoded: its places keep what was made of the row before</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// <see cref="VadModel.Redefine(MLContext, Video.VideoSource, VideoSegment, RedefinedAs, string, CancellationToken)"/> does this for every part at once and puts the transformers where they belong, before the fusion by rarity.
/// </remarks>
public sealed class RedefineAnomaliesEstimator : IEstimator<RedefineAnomaliesTransformer>
{
    private readonly RedefinedPart _part;
    private readonly Redefinition _about;

    internal RedefineAnomaliesEstimator(RedefinedPart part, Redefinition about) => (_part, _about) = (part, about);

    /// <summary>Learns the example.</summary>
    /// <param name="input">The rows of the segment, scored by the parts before the fusion.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">The part finds nothing unusual there.</exception>
    public RedefineAnomaliesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var collector = new ExampleCollector(_part, _about.As);
        using DataViewRowCursor cursor = input.GetRowCursor(collector.Needed(input.Schema).DistinctBy(c => c.Index));
        collector.Bind(cursor);
        while (cursor.MoveNext())
        {
            collector.Read();
        }

        RedefinitionExample example = collector.Example(_about)
            ?? throw new VadException($"The part '{_part.Name}' finds nothing in the rows that were given that it could learn; give those that made the alarm.");
        return Of(_part, [example], input.Schema);
    }

    /// <summary>The promised schema: the input's columns, and score and things' scores anew.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _part.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, _part.Outputs);
    }

    /// <summary>The transformer of a part for rows of a schema.</summary>
    internal static RedefineAnomaliesTransformer Of(RedefinedPart part, IReadOnlyList<RedefinitionExample> examples, DataViewSchema schema) =>
        new(part, examples, [.. part.Inputs.Select(i => i.Find(schema).Type)]);
}
