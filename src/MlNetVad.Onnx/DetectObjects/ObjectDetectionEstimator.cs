using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx.DetectObjects;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx;

/// <summary>
/// Finds the objects of a clip's target frame with a detector of the YOLO family in an ONNX file: the frame, or tiles of it, is
/// letterboxed (bilinear) to the network's picture, boxes are decoded as <see cref="Options.Format"/> says, and what overlaps is
/// dropped (greedy non-maximum suppression, across tiles too).
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, C = 3 (red, green, blue) or 1 (grey, seen as grey colours)</description></item>
/// <item><term>output (<c>Objects</c>)</term><description><c>Vector&lt;Single, *, 6&gt;</c>: x, y, width, height in pixels of the frame, inside it; score
/// (<see cref="Options.ScoreThreshold"/> … 1); class id. By falling score; any number of objects, none included</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row, it opens the network and runs it once on a blank picture</description></item>
/// <item><term>Crosses rows</term><description>no</description></item>
/// <item><term>Saved</term><description>a file up to 32 MiB inside the model, a larger one by path and SHA-256</description></item>
/// <item><term>Needs another package</term><description>Microsoft.ML.OnnxRuntime</description></item>
/// </list>
/// <para>
/// Small objects in large pictures: <see cref="Options.Scale"/> = 2 looks at the frame at twice its size, in as many tiles as that needs;
/// "Variant B" of the object-features recipe is Scale 2, TileRows 1, ScoreThreshold 0.2, NmsThreshold 0.5, ClassAgnosticNms.
/// </para>
/// </remarks>
public sealed partial class ObjectDetectionEstimator : IEstimator<ObjectDetectionTransformer>
{
    private readonly Options _options;
    private readonly Lazy<(DetectorNetwork Network, DetectorSettings Settings)> _detector;

    internal ObjectDetectionEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _detector = new(Open, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Opens and checks the network; reads no row.</summary>
    /// <param name="input">Clips.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    /// <exception cref="VadException">The file is missing or no such detector, a class has no such name, or frames have neither 1 nor 3 channels.</exception>
    public ObjectDetectionTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewType[] types = [.. _options.Inputs.Select(i => i.Find(input.Schema).Type)];
        var transformer = new ObjectDetectionTransformer(_detector.Value.Settings, _detector.Value.Network, types);
        transformer.CheckClip(types[0]);
        return transformer;
    }

    /// <summary>The promised schema: the input's columns and the objects. Opens and checks the network.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    /// <exception cref="VadException">The file is missing or no such detector, or a class has no such name.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        foreach (InputColumn input in _options.Inputs)
        {
            input.Check(inputSchema);
        }

        _ = _detector.Value;
        return SchemaPromise.With(inputSchema, _options.Outputs);
    }

    private (DetectorNetwork Network, DetectorSettings Settings) Open()
    {
        NetworkOptions open = NetworkOptions.Of(_options);
        var network = DetectorNetwork.Open(ModelFile.Open(_options.ModelPath, "the detector"), open);
        return (network, DetectorSettings.Of(_options, open, network));
    }
}
