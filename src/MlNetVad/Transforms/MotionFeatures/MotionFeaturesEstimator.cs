using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// How each object moves: sparse pyramidal Lucas-Kanade flow on the foreground, a tube of the clip's frames that follows
/// the object, and one descriptor an object (object-features recipe, steps 4 to 6 and 8).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c></description></item>
/// <item><term>input (<c>Objects</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>, from any detector of the clip's target frame</description></item>
/// <item><term>output (<c>ObjectFeatures</c>)</term><description><c>Vector&lt;Single, *, d&gt;</c>, d = 195 by default: oriented-flow
/// histograms of vertical thirds, square-rooted, of unit length; zeros for an object without foreground</description></item>
/// <item><term>output (<c>ObjectSpeed</c>)</term><description><c>Vector&lt;Single, *&gt;</c>: length of the tube's mean velocity, pixels a frame</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, in one pass: the background and expected heights</description></item>
/// <item><term>Crosses rows</term><description>only with <see cref="BackgroundKind.Running"/></description></item>
/// <item><term>Latency</term><description>T / 2 frames (rounded down) where the target is the middle frame, none where it is the last</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class MotionFeaturesEstimator : IEstimator<MotionFeaturesTransformer>
{
    private readonly Options _options;

    internal MotionFeaturesEstimator(Options options)
    {
        options.Foreground.Validate();
        options.Motion.Validate();
        _options = options;
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The descriptor column to add.</summary>
        public string OutputColumnName = "ObjectFeatures";

        /// <summary>The speed column to add.</summary>
        public string SpeedColumnName = "ObjectSpeed";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The objects of the clip's target frame.</summary>
        public string ObjectsColumnName = "Objects";

        /// <summary>The clip's frame the objects are of; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>The constants of the foreground on which flow is computed.</summary>
        public ForegroundOptions Foreground = new();

        /// <summary>The constants of flow, tube and descriptor.</summary>
        public MotionOptions Motion = new();

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;

        internal InputColumn[] Inputs => [InputColumn.Clip(ClipColumnName), InputColumn.Bag(ObjectsColumnName, 6)];

        internal OutputColumn[] Outputs =>
        [
            new(OutputColumnName, OutputColumn.BagType(Motion.DescriptorLength)),
            new(SpeedColumnName, OutputColumn.PerObjectType),
        ];
    }

    /// <summary>Learns the background and expected heights.</summary>
    /// <param name="input">Clips of normal life with their objects.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows.</exception>
    public MotionFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] columns = _options.Inputs.Select(i => i.Find(input.Schema)).ToArray();
        ForegroundModel model = ForegroundFit.Learn(input, columns[0], _options.Target, _options.Foreground, _options.CancellationToken);
        return new MotionFeaturesTransformer(_options, model, columns.Select(c => c.Type).ToArray());
    }

    /// <summary>The promised schema: the input's columns, the descriptors and the speeds.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _options.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, _options.Outputs);
    }
}
