using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Persistence;
using MlNetVad.Torch.Native;
using MlNetVad.Torch.Networks.Clip;

namespace MlNetVad.Torch;

/// <summary>
/// What each frame of an object's clip looks like to CLIP (Radford et al. 2021): F_1 … F_n of the scene-adaptive SVAD paper, section 3.2.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>ObjectClips</c>)</term><description><c>Vector&lt;Byte, *, n, 3, S, S&gt;</c>, as <c>CropObjects</c> makes them</description></item>
/// <item><term>output (<c>ObjectFrames</c>)</term><description><c>Vector&lt;Single, *, n, E&gt;</c>, not normalised, in the space of CLIP's texts</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row</description></item>
/// <item><term>Memory</term><description>the tower's weights (ViT-B/16: 345 MB), once however many cursors there are, and 32 pictures at a time</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Saved</term><description>a file up to 32 MiB inside the model, a larger one by path and SHA-256</description></item>
/// <item><term>Needs another package</term><description>TorchSharp and its libtorch</description></item>
/// </list>
/// </remarks>
public sealed class ClipTowerEncodingEstimator : IEstimator<ClipTowerEncodingTransformer>
{
    private readonly ClipTowerColumns _columns;
    private readonly Lazy<ModelFile> _weights;

    internal ClipTowerEncodingEstimator(string output, string clips, string weightsPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(clips);
        NeededFile.CheckSet([ClipFile.Weights(nameof(weightsPath), weightsPath)]);
        _columns = new ClipTowerColumns(output, clips);
        _weights = new(() => ModelFile.Open(weightsPath, ClipFile.Role), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Opens the tower; reads no row.</summary>
    /// <param name="input">Object clips.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is absent or of another type.</exception>
    /// <exception cref="VadException">The file is missing or no CLIP's, its pictures have another size, or libtorch cannot be loaded here.</exception>
    public ClipTowerEncodingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TorchLibrary.Require();
        return new ClipTowerEncodingTransformer(_columns, _weights.Value, _columns.Input.Find(input.Schema).Type);
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
internal sealed record ClipTowerColumns(string Output, string Clips)
{
    public InputColumn Input { get; } = InputColumn.ObjectClips(Clips);
}
