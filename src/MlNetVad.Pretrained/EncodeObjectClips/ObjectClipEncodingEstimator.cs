using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Pretrained.Networks;
using MlNetVad.Transforms;

namespace MlNetVad.Pretrained;

/// <summary>
/// What each frame of an object's clip looks like: ResNet18 as it was trained on photographs, where the scene-adaptive SVAD paper has
/// CLIP's image tower (section 3.2).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>ObjectClips</c>)</term><description><c>Vector&lt;Byte, *, n, 3, S, S&gt;</c>, as <c>CropObjects</c> makes them</description></item>
/// <item><term>output (<c>ObjectFrames</c>)</term><description><c>Vector&lt;Single, *, n, 512&gt;</c>: each number 0 or more, most below 4</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Threads</term><description>the frames of a row on all cores, one thread each</description></item>
/// <item><term>Saved</term><description>the weights by package, file and SHA-256; inside the model where asked for</description></item>
/// <item><term>Needs another package</term><description>Microsoft.ML.OnnxRuntime; MlNetVad.Pretrained brings the weights</description></item>
/// </list>
/// </remarks>
public sealed class ObjectClipEncodingEstimator : IEstimator<ObjectClipEncodingTransformer>
{
    private readonly ObjectClipColumns _columns;
    private readonly PretrainedVision _network;
    private readonly Lazy<ResNetFiles> _files;

    internal ObjectClipEncodingEstimator(string output, string clips, PretrainedVision network, bool carryWeights)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(clips);
        OptionCheck.OneOf(nameof(network), network);
        _columns = new ObjectClipColumns(output, clips);
        _network = network;
        _files = new(() => ResNetFiles.Open(carryWeights), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Opens the network; reads no row.</summary>
    /// <param name="input">Object clips.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    /// <exception cref="VadException">The package of the weights is not there.</exception>
    public ObjectClipEncodingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ObjectClipEncodingTransformer(_columns, _network, _files.Value, _columns.Input.Find(input.Schema).Type);
    }

    /// <summary>The promised schema: the input's columns and the vectors.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _columns.Input.Check(inputSchema);
        return SchemaPromise.With(inputSchema, [new OutputColumn(_columns.Output, new VectorDataViewType(NumberDataViewType.Single, 0))]);
    }
}

/// <summary>The names of the columns it adds and reads.</summary>
internal sealed record ObjectClipColumns(string Output, string Clips)
{
    public InputColumn Input { get; } = InputColumn.ObjectClips(Clips);
}
