using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Video;

namespace MlNetVad.Transforms;

/// <summary>
/// A clip of each object: its box is cut out of n frames around the clip's target frame, at the same place in each, and squashed to a
/// square, bicubic (scene-adaptive SVAD, section 3.1). What an object does shows in seconds, so one frame in several may be taken.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, C = 3 (red, green, blue) or 1 (grey, seen as grey colours)</description></item>
/// <item><term>input (<c>Objects</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>, from any detector of the clip's target frame</description></item>
/// <item><term>input <c>Video</c>, <c>Frame</c></term><description>text and <c>Int64</c>; rows in time order</description></item>
/// <item><term>output (<c>ObjectClips</c>)</term><description><c>Vector&lt;Byte, *, n, 3, S, S&gt;</c>: for each object n frames of planes
/// red, green, blue; nothing in a row whose turn it is not</description></item>
/// <item><term>output (<c>ObjectClipsBoxes</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>: the objects that have clips, of the last row whose turn it was</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, rows in time order; a clip depends on its own row alone</description></item>
/// <item><term>Memory</term><description>n · 3 · S² bytes an object of a row: 1.4 MB for 9 frames of 224 px</description></item>
/// <item><term>Needs another package</term><description>no</description></item>
/// </list>
/// A box that reaches over the frame's edge is cut there; one that lies outside the frame gets the nearest pixels of the edge.
/// </remarks>
public sealed class ObjectClipsEstimator : IEstimator<ObjectClipsTransformer>
{
    private readonly Options _options;

    internal ObjectClipsEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
    }

    /// <summary>Looks at the columns; reads no row.</summary>
    /// <param name="input">Clips with their objects.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">The clips have fewer frames than an object's clip.</exception>
    public ObjectClipsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ObjectClipsTransformer(_options, [.. _options.Inputs.Select(i => i.Find(input.Schema).Type)]);
    }

    /// <summary>The promised schema: the input's columns and the two outputs.</summary>
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

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The column to add.</summary>
        public string OutputColumnName = "ObjectClips";

        /// <summary>The column for the boxes of the objects that have clips; it may hide the input's.</summary>
        public string BoxesColumnName = "ObjectClipsBoxes";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The objects of the clip's target frame.</summary>
        public string ObjectsColumnName = "Objects";

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>n, the frames of an object's clip, 1 to T; 9 in the paper, whose ablation has 5, 7 and 11 too.</summary>
        public int Frames = 9;

        /// <summary>S, rows and columns of an object's picture, 16 to 1024; 224 in the paper.</summary>
        public int Size = 224;

        /// <summary>The clip's frame that the objects are of; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>Of so many frames of a video one has its turn, at least 1.</summary>
        public int FramesPerTurn = 1;

        /// <summary>Of objects that share more of their area than this (intersection over union), 0 … 1, the surest stays: people in a group are found several times.</summary>
        public double MaximumOverlap = 0.5;

        /// <summary>At most so many objects of a frame have clips, the surest, at least 1.</summary>
        public int MaximumObjects = 20;

        internal InputColumn[] Inputs =>
        [
            InputColumn.Clip(ClipColumnName),
            InputColumn.Bag(ObjectsColumnName, 6),
            InputColumn.Scalar(VideoColumnName, TextDataViewType.Instance),
            InputColumn.Scalar(FrameColumnName, NumberDataViewType.Int64),
        ];

        internal OutputColumn[] Outputs =>
        [
            new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Byte, 0, Frames, 3, Size, Size)),
            new(BoxesColumnName, OutputColumn.BagType(6)),
        ];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(BoxesColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ClipColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ObjectsColumnName);
            ArgumentException.ThrowIfNullOrEmpty(VideoColumnName);
            ArgumentException.ThrowIfNullOrEmpty(FrameColumnName);
            OptionCheck.Between(nameof(Frames), Frames, 1, 256);
            OptionCheck.Between(nameof(Size), Size, 16, 1024);
            OptionCheck.Between(nameof(FramesPerTurn), FramesPerTurn, 1, int.MaxValue);
            OptionCheck.Between(nameof(MaximumOverlap), MaximumOverlap, 0, 1);
            OptionCheck.Between(nameof(MaximumObjects), MaximumObjects, 1, int.MaxValue);
            OptionCheck.OneOf(nameof(Target), Target);
        }
    }
}
