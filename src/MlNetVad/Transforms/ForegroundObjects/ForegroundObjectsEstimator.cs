using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// Finds the moving objects of a clip's target frame without any trained network: a background model, 8-connected
/// components, and person-sized windows inside merged ones (object-features recipe, steps 1 to 3).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c></description></item>
/// <item><term>output (<c>Objects</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>: x, y, width, height in pixels, foreground
/// share of the box (0 … 1), class (0 component, 1 window); any number of objects, none included</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, in one pass: background and expected heights; caching is of no use</description></item>
/// <item><term>Crosses rows</term><description>only with <see cref="BackgroundKind.Running"/>: then rows must come in time order, one cursor a pass</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class ForegroundObjectsEstimator : IEstimator<ForegroundObjectsTransformer>
{
    private readonly Options _options;

    internal ForegroundObjectsEstimator(Options options)
    {
        options.Foreground.Validate();
        _options = options;
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The column to add.</summary>
        public string OutputColumnName = "Objects";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The clip's frame that is searched; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>The constants of background, components and windows.</summary>
        public ForegroundOptions Foreground = new();

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;
    }

    /// <summary>Learns background and expected heights from every tenth row or so.</summary>
    /// <param name="input">Clips of normal life.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows.</exception>
    public ForegroundObjectsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column clip = InputColumn.Clip(_options.ClipColumnName).Find(input.Schema);
        ForegroundModel model = ForegroundFit.Learn(input, clip, _options.Target, _options.Foreground, _options.CancellationToken);
        return new ForegroundObjectsTransformer(_options.OutputColumnName, _options.ClipColumnName, _options.Target, model, clip.Type);
    }

    /// <summary>The promised schema: the input's columns and the objects.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputColumn.Clip(_options.ClipColumnName).Check(inputSchema);
        return SchemaPromise.With(inputSchema, [new OutputColumn(_options.OutputColumnName, OutputColumn.BagType(6))]);
    }
}
