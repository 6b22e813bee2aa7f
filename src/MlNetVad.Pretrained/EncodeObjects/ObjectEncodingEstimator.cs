using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms;
using MlNetVad.Video;

namespace MlNetVad.Pretrained;

/// <summary>
/// What each object looks like: its box is cut out of the clip's target frame, squashed to 224 x 224 px (bicubic), and put through
/// ResNet18 as it was trained on photographs.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, C = 3 (red, green, blue) or 1 (grey, seen as grey colours)</description></item>
/// <item><term>input (<c>Objects</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>, from any detector of the clip's target frame</description></item>
/// <item><term>output (<c>Appearance</c>)</term><description><c>Vector&lt;Single, *, 512&gt;</c>, in the order of the objects: each number 0 or more, most below 4</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row</description></item>
/// <item><term>Crosses rows</term><description>no; the vector of an object depends on its own pixels alone, to the bit</description></item>
/// <item><term>Threads</term><description>the objects of a row on all cores, one thread each</description></item>
/// <item><term>Cache behind it</term><description>recommended (<c>AppendCacheCheckpoint</c>) where what follows reads its data more than once</description></item>
/// <item><term>Saved</term><description>the weights by package, file and SHA-256; inside the model with <see cref="Options.CarryWeights"/></description></item>
/// <item><term>Needs another package</term><description>Microsoft.ML.OnnxRuntime; MlNetVad.Pretrained brings the weights</description></item>
/// </list>
/// A box that reaches over the frame's edge is cut there; one that lies outside the frame gets the nearest pixels of the edge.
/// </remarks>
public sealed class ObjectEncodingEstimator : IEstimator<ObjectEncodingTransformer>
{
    private readonly Options _options;
    private readonly Lazy<ResNetFiles> _files;
    private readonly Lazy<ResNetNetwork> _network;

    internal ObjectEncodingEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _files = new(() => ResNetFiles.Open(_options.CarryWeights), LazyThreadSafetyMode.PublicationOnly);
        _network = new(() => ObjectEncodingTransformer.Open(_files.Value), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The options, defaults in one place.</summary>
    public sealed class Options
    {
        /// <summary>The column to add.</summary>
        public string OutputColumnName = "Appearance";

        /// <summary>The clip column.</summary>
        public string ClipColumnName = "Clip";

        /// <summary>The objects of the clip's target frame.</summary>
        public string ObjectsColumnName = "Objects";

        /// <summary>The network.</summary>
        public PretrainedVision Network = PretrainedVision.ResNet18;

        /// <summary>The clip's frame that the objects are of; the same as <see cref="VideoOptions.Target"/>.</summary>
        public ClipTarget Target = ClipTarget.Last;

        /// <summary>Whether a saved model carries the weights, 64 MB, so that a program without their package can load it.</summary>
        public bool CarryWeights;

        internal InputColumn[] Inputs => [InputColumn.Clip(ClipColumnName), InputColumn.Bag(ObjectsColumnName, 6)];

        internal OutputColumn[] Outputs => [new(OutputColumnName, OutputColumn.BagType(ResNetTensor.Last.Channels))];

        internal Options Copy() => (Options)MemberwiseClone();

        internal void Validate()
        {
            ArgumentException.ThrowIfNullOrEmpty(OutputColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ClipColumnName);
            ArgumentException.ThrowIfNullOrEmpty(ObjectsColumnName);
            OptionCheck.OneOf(nameof(Network), Network);
            OptionCheck.OneOf(nameof(Target), Target);
        }
    }

    /// <summary>Opens the network; reads no row.</summary>
    /// <param name="input">Clips with their objects.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is absent or of another type.</exception>
    /// <exception cref="VadException">The package of the weights is not there.</exception>
    public ObjectEncodingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewType[] types = [.. _options.Inputs.Select(i => i.Find(input.Schema).Type)];
        return new ObjectEncodingTransformer(_options, _files.Value, _network, types);
    }

    /// <summary>The promised schema: the input's columns and the appearance.</summary>
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
