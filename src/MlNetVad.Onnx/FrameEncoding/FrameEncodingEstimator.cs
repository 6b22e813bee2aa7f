using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetVad.Onnx.FrameEncoding;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx;

/// <summary>
/// Gives the tokens of a frozen vision tower for each of a clip's first frames: the appearance of SFN-VAD and SIB-VAD (section 4.1), where
/// the tower is InternViT-300M of InternVL2.5-1B. Frames are squashed to the tower's picture without cropping, bicubic with the
/// kernel stretched where they shrink (a = −0.5, as Pillow has it), rounded to bytes, and normalised as <c>(v / 255 − mean) / std</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Column</term><description>Type</description></listheader>
/// <item><term>input (<c>Clip</c>)</term><description><c>Vector&lt;Byte, T, H, W, C&gt;</c>, C = 3 (red, green, blue) or 1 (grey, seen as grey colours)</description></item>
/// <item><term>output (<c>Appearance</c>)</term><description><c>Vector&lt;Single, t, N, D&gt;</c>: the last hidden state of the first t = <see cref="Options.Frames"/>
/// frames; N = 1 + P tokens, the class token first, then the patches row by row</description></item>
/// <item><term>output (<c>AppearanceEmbedding</c>), with <see cref="Options.EmbeddingOutputName"/></term><description><c>Vector&lt;Single, k, P, D&gt;</c>: the patch
/// embeddings of the last k = <see cref="Options.EmbeddingFrames"/> of these t frames</description></item>
/// </list>
/// <list type="table">
/// <listheader><term>Characteristic</term><description>Value</description></listheader>
/// <item><term>Learns from data</term><description>no: <see cref="Fit"/> reads no row, it opens the network and runs it once on a blank picture</description></item>
/// <item><term>Crosses rows</term><description>no: a frame that earlier rows have had is not encoded again, its tokens are remembered by the SHA-256 of its
/// pixels, 2 t frames a cursor (4.2 MB a frame at 1025 tokens of 1024 numbers). New frames of a row run as one batch where the file lets the batch vary,
/// so the last bits of a number may depend on how many they are</description></item>
/// <item><term>Saved</term><description>a file up to 32 MiB inside the model, a larger one by path and SHA-256</description></item>
/// <item><term>Needs another package</term><description>Microsoft.ML.OnnxRuntime</description></item>
/// </list>
/// <para>
/// The tower is an ONNX file with one input of pictures, Single [B, 3, H, W], and the last hidden state among its outputs, Single [B, N, D]. An export of
/// <c>InternVisionModel</c> has both under the usual names. The skip of the papers' network takes the patch embeddings in front of the tower's blocks: export them as another
/// output [B, P, D], or [B, N, D] with the class token in front, and name it in <see cref="Options.EmbeddingOutputName"/>. A tower without such an output does too: the predictor's skip then carries the last
/// hidden states of the patches of the last input frames.
/// </para>
/// </remarks>
public sealed partial class FrameEncodingEstimator : IEstimator<FrameEncodingTransformer>
{
    private readonly Options _options;
    private readonly Lazy<(VisionTower Tower, TowerSettings Settings)> _tower;

    internal FrameEncodingEstimator(Options options)
    {
        options.Validate();
        _options = options.Copy();
        _tower = new(Open, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Opens and checks the network; reads no row.</summary>
    /// <param name="input">Clips.</param>
    /// <returns>The transformer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    /// <exception cref="VadException">The file is missing or no such tower, clips are too short, or frames have neither 1 nor 3 channels.</exception>
    public FrameEncodingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        DataViewType[] types = [InputColumn.Clip(_options.ClipColumnName).Find(input.Schema).Type];
        var transformer = new FrameEncodingTransformer(_tower.Value.Settings, _tower.Value.Tower, types);
        transformer.CheckClip(types[0]);
        return transformer;
    }

    /// <summary>The promised schema: the input's columns and the tokens. Opens and checks the network.</summary>
    /// <param name="inputSchema">The shape of the data to come.</param>
    /// <returns>The shape after this step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The clip column is absent or of another type.</exception>
    /// <exception cref="VadException">The file is missing or no such tower.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        InputColumn.Clip(_options.ClipColumnName).Check(inputSchema);
        return SchemaPromise.With(inputSchema, _tower.Value.Settings.Outputs);
    }

    private (VisionTower Tower, TowerSettings Settings) Open()
    {
        TowerSettings settings = TowerProbe.Settings(ModelFile.Open(_options.ModelPath, "the vision tower"), _options, out VisionTower tower);
        return (tower, settings);
    }
}
