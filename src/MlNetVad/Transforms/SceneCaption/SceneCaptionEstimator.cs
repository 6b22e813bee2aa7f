using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.SceneCaption;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// Says in plain English what moves in a clip: how many objects, and size, shape, speed and direction of what matters. It is the
/// embedded stand-in for the vision-language model that captions clips in the SFN-VAD and SIB-VAD papers, and needs no file.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, T ≥ 2 frames</description></item>
/// <item><term>input (<c>Objects</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>, from any detector of the clip's target frame</description></item>
/// <item><term>output</term><description><c>Text</c>, the scene's caption of about twenty words: "Many medium objects walk, two stand still. The fastest is a small
/// object moving fast left. Nothing stands out.", "Nothing moves." without objects; with <see cref="Options.PerObject"/> <c>Vector&lt;Text, *&gt;</c>, one sentence an object in the objects' order</description></item>
/// </list>
/// <para>
/// Speeds and sizes are measured in the height that a person would have at the object's place, so that perspective cancels.
/// Their words are quantiles of the objects of normal training video: "very fast" and "very large" begin at the 99.9 % quantile,
/// "extremely fast" and "huge" beyond the largest, so that a caption of something unusual has words that normal captions lack.
/// A scene's caption sums up, however many objects there are: how many move and how many stand, with the commonest size (small,
/// medium, large) and speed (moving slowly, walking, moving fast); the fastest object, of equally fast ones the largest, with
/// its words; the largest one, where it is another one and at least "very large"; the most unusual shape, where it is beyond
/// the 99.9 % quantile. "Nothing stands out." is said only where no speed, size or shape is beyond the 99.9 % quantile, so that
/// anything rare takes words away as well as adding its own.
/// </para>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, in two passes: background and expected heights, then the words' boundaries; the rows must be normal</description></item>
/// <item><term>Crosses rows</term><description>only with <see cref="BackgroundKind.Running"/>: then rows must come in time order, one cursor a pass</description></item>
/// <item><term>Latency</term><description>T / 2 frames (rounded down) where the target is the middle frame, none where it is the last</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class SceneCaptionEstimator : IEstimator<SceneCaptionTransformer>
{
    private readonly Options _options;

    internal SceneCaptionEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The caption column to add.</summary>
        public string OutputColumnName = "Caption";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The objects of the clip's target frame.</summary>
        public string ObjectsColumnName = "Objects";

        /// <summary>The clip's frame the objects are of; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>Whether each object gets a sentence of its own, rather than the scene one caption.</summary>
        public bool PerObject;

        /// <summary>The constants of the foreground on which flow is computed.</summary>
        public ForegroundOptions Foreground = new();

        /// <summary>The constants of flow and tube.</summary>
        public MotionOptions Motion = new();

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;

        internal InputColumn[] Inputs => [InputColumn.Clip(ClipColumnName), InputColumn.Bag(ObjectsColumnName, ObjectProposals.Stride)];

        internal OutputColumn[] Outputs => [new(OutputColumnName, PerObject ? OutputColumn.TextPerObjectType : TextDataViewType.Instance)];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ClipColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ObjectsColumnName);
            OptionCheck.OneOf(nameof(Target), Target);
            Foreground.Validate();
            Motion.Validate();
        }
    }

    /// <summary>Learns the background, the expected heights, and what speeds, sizes and shapes are normal.</summary>
    /// <param name="input">Clips of normal life with their objects, in time order.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows, clips of a single frame, or broken boxes.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SceneCaptionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] columns = _options.Inputs.Select(i => i.Find(input.Schema)).ToArray();
        ForegroundModel model = ForegroundFit.Learn(input, columns[0], _options.Target, _options.Foreground, _options.CancellationToken);
        var meter = ObjectMeter.Create(_options, model, ClipShape.Of(columns[0].Type));
        CaptionScales scales = CaptionFit.Learn(input, columns, meter, _options.CancellationToken);
        return new SceneCaptionTransformer(_options, model, scales, columns.Select(c => c.Type).ToArray());
    }

    /// <summary>The promised schema: the input's columns and the caption.</summary>
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
