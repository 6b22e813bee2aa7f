using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Scoring;
using MlNetVad.Transforms.Camera;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// Says what has happened to the camera or its light, so that an alarm is told as what it is: <c>covered</c>, <c>dark</c>,
/// <c>moved</c>, <c>frozen</c>, or nothing. It changes no score.
/// </summary>
/// <remarks>
/// Learned of normal video are the usual picture's edges on a grid 32 cells wide, the least light, the least contrast, the least likeness of eight seconds' mean to
/// those edges, and the longest time in which not a byte changed. Covered is a fifth of the least contrast, dark three fifths of the least light, moved
/// three times as unlike the usual picture as the most unlike one, frozen three times the longest stillness and at least two seconds.
/// A camera that normally turns, or several in one training folder, makes <c>moved</c> rare; one that has seen the night is not dark at night.
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input <c>Clip</c></term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c></description></item>
/// <item><term>input <c>Video</c>, <c>Frame</c></term><description>text and <c>Int64</c>; rows in time order</description></item>
/// <item><term>output (<c>Camera</c>)</term><description>text: <c>covered</c>, <c>dark</c>, <c>moved</c>, <c>frozen</c> or empty</description></item>
/// <item><term>output <c>Frame</c></term><description><c>Int64</c>, as it came</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>yes: one pass over normal rows</description></item>
/// <item><term>Memory</term><description>4 MB while fitting, 4 KB in the model</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, rows in time order; a live <c>PredictionEngine</c> keeps the state: one engine a camera</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// </remarks>
public sealed class CameraStateEstimator : IEstimator<CameraStateTransformer>
{
    private readonly Options _options;

    internal CameraStateEstimator(Options options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName);
        if (!(options.FramesPerSecond > 0 && double.IsFinite(options.FramesPerSecond)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.FramesPerSecond, "The frame rate must be a positive number of frames a second.");
        }

        _options = options;
    }

    private CameraStateColumns Columns => new(_options.OutputColumnName, _options.ClipColumnName, _options.VideoColumnName, _options.FrameColumnName);

    /// <summary>What can be chosen.</summary>
    public sealed class Options
    {
        /// <summary>The column to add.</summary>
        public string OutputColumnName = "Camera";

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

    /// <summary>Learns how the picture normally is: one a second, and of all frames how long they stay the same.</summary>
    /// <param name="input">Clips of normal life.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">There are no rows.</exception>
    public CameraStateTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewSchema.Column[] columns = [.. Columns.Inputs.Select(c => c.Find(input.Schema))];
        ClipShape shape = ClipShape.Of(columns[0].Type);
        (var grid, var learner, var sequence) = (new CameraGrid(shape), new CameraNormalLearner(), new VideoSequence());
        (var still, var slow) = (new StillTime(_options.FramesPerSecond), new SlowView(_options.FramesPerSecond));
        using DataViewRowCursor cursor = input.GetRowCursor(columns);
        ValueGetter<VBuffer<byte>> clips = cursor.GetGetter<VBuffer<byte>>(columns[0]);
        ValueGetter<ReadOnlyMemory<char>> videos = cursor.GetGetter<ReadOnlyMemory<char>>(columns[1]);
        ValueGetter<long> frames = cursor.GetGetter<long>(columns[2]);
        (VBuffer<byte> clip, ReadOnlyMemory<char> video, long number, byte[] scratch) = (default, default, 0, []);
        long every = (long)Math.Max(1, Math.Round(_options.FramesPerSecond));
        for (long row = 0; cursor.MoveNext(); row++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            clips(ref clip);
            videos(ref video);
            frames(ref number);
            ReadOnlySpan<byte> frame = shape.Frame(Slots.Dense(in clip, ref scratch), shape.TargetIndex(_options.Target));
            bool begins = sequence.Begins(video.Span, number);
            learner.Still(still.Next(begins, number, frame));
            float[] cells = grid.Cells(frame);
            float[]? edges = slow.Next(begins, cells);
            if (row % every == 0)
            {
                learner.Add(cells, edges);
            }
        }

        return new CameraStateTransformer(Columns, _options.Target, _options.FramesPerSecond, learner.Learn(), columns[0].Type);
    }

    /// <summary>The promised schema: the input's columns and the output.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in Columns.Inputs)
        {
            input.Check(inputSchema);
        }

        return SchemaPromise.With(inputSchema, Columns.Outputs);
    }
}
