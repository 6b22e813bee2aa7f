using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Pretrained;

/// <summary>
/// What the clip's target frame looks like, as a whole and at 7 × 7 places: the frame is squashed to 224 x 224 px (bicubic) and put
/// through ResNet18 as it was trained on photographs. Looks change slowly: one frame in several is encoded, the others have no vector.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, C = 3 (red, green, blue) or 1 (grey, seen as grey colours)</description></item>
/// <item><term>input <c>Video</c>, <c>Frame</c></term><description>text and <c>Int64</c>; rows in time order</description></item>
/// <item><term>output (<c>Appearance</c>)</term><description><c>Vector&lt;Single, *, 512&gt;</c>, one vector or none: the mean over all places behind
/// the last stage, each number 0 or more</description></item>
/// <item><term>output (<c>AppearancePlaces</c>)</term><description><c>Vector&lt;Single, *, 256&gt;</c>, 49 vectors, row by row of the places, or
/// none: means behind the third stage (stride 16)</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row</description></item>
/// <item><term>Crosses rows</term><description>yes: one cursor, rows in time order; a vector depends on its own frame alone</description></item>
/// <item><term>Threads</term><description>one frame on all cores</description></item>
/// <item><term>Saved</term><description>the weights by package, file and SHA-256; inside the model with <see cref="Options.CarryWeights"/></description></item>
/// <item><term>Needs another package</term><description>Microsoft.ML.OnnxRuntime; MlNetVad.Pretrained brings the weights</description></item>
/// </list>
/// </remarks>
public sealed class FrameAppearanceEstimator : IEstimator<FrameAppearanceTransformer>
{
    private readonly Options _options;
    private readonly Lazy<ResNetFiles> _files;
    private readonly Lazy<ResNetNetwork> _network;

    internal FrameAppearanceEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _files = new(() => ResNetFiles.Open(_options.CarryWeights), LazyThreadSafetyMode.PublicationOnly);
        _network = new(() => FrameAppearanceTransformer.Open(_files.Value), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Opens the network; reads no row.</summary>
    /// <param name="input">Clips.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">The package of the weights is not there.</exception>
    public FrameAppearanceTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewType[] types = [.. _options.Inputs.Select(i => i.Find(input.Schema).Type)];
        return new FrameAppearanceTransformer(_options, _files.Value, _network, types);
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
        /// <summary>The column for the frame's vector; that for the places has <c>Places</c> behind it.</summary>
        public string OutputColumnName = "Appearance";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The column of the video's id, text.</summary>
        public string VideoColumnName = "Video";

        /// <summary>The column of the frame's number, <c>Int64</c>.</summary>
        public string FrameColumnName = "Frame";

        /// <summary>The network.</summary>
        public PretrainedVision Network = PretrainedVision.ResNet18;

        /// <summary>The clip's frame that is encoded; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>Of so many frames of a video one is encoded, at least 1.</summary>
        public int FramesPerEncoding = 1;

        /// <summary>Whether a saved model carries the weights, 64 MB, so that a program without their package can load it.</summary>
        public bool CarryWeights;

        internal InputColumn[] Inputs =>
        [
            InputColumn.Clip(ClipColumnName),
            InputColumn.Scalar(VideoColumnName, TextDataViewType.Instance),
            InputColumn.Scalar(FrameColumnName, NumberDataViewType.Int64),
        ];

        internal OutputColumn[] Outputs =>
        [
            new(OutputColumnName, OutputColumn.BagType(ResNetTensor.Last.Channels)),
            new(OutputColumnName + "Places", OutputColumn.BagType(ResNetTensor.Middle.Channels)),
        ];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ClipColumnName);
            ArgumentException.ThrowIfNullOrEmpty(VideoColumnName);
            ArgumentException.ThrowIfNullOrEmpty(FrameColumnName);
            ArgumentOutOfRangeException.ThrowIfLessThan(FramesPerEncoding, 1);
            OptionCheck.OneOf(nameof(Network), Network);
            OptionCheck.OneOf(nameof(Target), Target);
        }
    }
}
