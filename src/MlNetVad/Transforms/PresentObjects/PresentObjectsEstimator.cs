using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Transforms.Presence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// Finds what has moved into the picture and is still there, whether it moves or not, and describes its place, size and posture.
/// A pixel belongs to such a thing while it looks neither as in the training video nor as when the video began: what stood there
/// all along is scene, a person who walks in and then lies still is none.
/// </summary>
/// <remarks>
/// All lengths are in units of the usual height of things, which is learned, all times in seconds; how much a pixel may differ
/// is learned of its own deviations in training. A change of brightness of the whole picture is followed at once, slow light within
/// some ten seconds; a thing melts into the background after ten minutes.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input <c>Clip</c></term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c></description></item>
/// <item><term>input <c>Video</c>, <c>Frame</c></term><description>text and <c>Int64</c>; rows in time order</description></item>
/// <item><term>output (<c>Present</c>)</term><description><c>Vector&lt;Single, *, 7&gt;</c>: x of the middle and y of the foot in
/// usual heights × 0.35 (so that three heights away weigh as much as twice as high), log2 of height, width and root of the area in usual heights, and the main axis as elongation × cos 2θ
/// (−1 upright, 1 lying) and elongation × sin 2θ</description></item>
/// <item><term>output (<c>PresentStay</c>)</term><description><c>Vector&lt;Single, *, 4&gt;</c>: foot point and size as above, log2 of 1 +
/// the seconds since it came to rest there</description></item>
/// <item><term>output (<c>PresentBoxes</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>: x, y, width, height in pixels, filled share of
/// the box, seconds since it came to rest there</description></item>
/// <item><term>output (<c>PresentArea</c>)</term><description><c>Single</c>: log2 of 1 + the area of everything present in squared usual heights</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes, one pass: the usual picture, tolerances, the usual height</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, rows in time order; a live <c>PredictionEngine</c> keeps the state: one engine a camera</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class PresentObjectsEstimator : IEstimator<PresentObjectsTransformer>
{
    /// <summary>Squared usual heights that a thing covers at least.</summary>
    internal const float LeastArea = 0.06f;

    private readonly Options _options;

    internal PresentObjectsEstimator(Options options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        if (!(options.FramesPerSecond > 0 && double.IsFinite(options.FramesPerSecond)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.FramesPerSecond, "The frame rate must be a positive number of frames a second.");
        }

        _options = options;
    }

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The column for descriptions; the others are named after it, with <c>Stay</c>, <c>Boxes</c> and <c>Area</c> behind.</summary>
        public string OutputColumnName = "Present";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>The clip's frame that is looked at; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>Frames a second of the video, above 0.</summary>
        public double FramesPerSecond = 10;

        /// <summary>Stops <see cref="Fit"/> with <see cref="OperationCanceledException"/>.</summary>
        public CancellationToken CancellationToken;
    }

    /// <summary>Learns the usual picture, tolerances and height from rows spread over the data.</summary>
    /// <param name="input">Clips of normal life.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows.</exception>
    public PresentObjectsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column column = InputColumn.Clip(_options.ClipColumnName).Find(input.Schema);
        ClipShape shape = ClipShape.Of(column.Type);
        var trainer = new PresenceTrainer(shape, _options.FramesPerSecond);
        long every = (long)Math.Max(1, Math.Round(_options.FramesPerSecond));
        using DataViewRowCursor cursor = input.GetRowCursor([column]);
        ValueGetter<VBuffer<byte>> getter = cursor.GetGetter<VBuffer<byte>>(column);
        VBuffer<byte> clip = default;
        byte[] scratch = [];
        for (long row = 0; cursor.MoveNext(); row++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            if (row % every == 0)
            {
                getter(ref clip);
                trainer.Add(shape.Frame(Slots.Dense(in clip, ref scratch), shape.TargetIndex(_options.Target)));
            }
        }

        return new PresentObjectsTransformer(new PresentObjectsColumns(_options), _options.Target, trainer.Fit(), column.Type);
    }

    /// <summary>The promised schema: the input's columns and the four outputs.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var columns = new PresentObjectsColumns(_options);
        foreach (InputColumn input in columns.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, columns.Outputs);
    }
}
