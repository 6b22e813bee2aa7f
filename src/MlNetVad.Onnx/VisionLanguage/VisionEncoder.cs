using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Pictures to features. Several threads may use it at once.</summary>
internal sealed class VisionEncoder : IDisposable
{
    private readonly OnnxModel _network;
    private readonly string[] _inputs, _outputs;
    private readonly long[] _shape;
    private readonly OrtValue? _mask;

    private VisionEncoder(OnnxModel network, VisionLanguageLayout layout, int size)
    {
        bool isBatched = network.Inputs.TryGetValue(layout.PixelValues, out NodeMetadata? pixels) && pixels.Dimensions.Length == 5;
        network.RequireInput(layout.PixelValues, TensorElementType.Float, isBatched ? [1, -1, 3, size, size] : [-1, 3, size, size]);
        network.RequireFloats(layout.ImageFeatures);
        bool isMasked = network.Inputs.ContainsKey(layout.PixelMask);
        _network = network;
        _outputs = [layout.ImageFeatures];
        _inputs = isMasked ? [layout.PixelValues, layout.PixelMask] : [layout.PixelValues];
        network.RequireNoOther(_inputs);
        _shape = isBatched ? [1, 1, 3, size, size] : [1, 3, size, size];
        if (isMasked)
        {
            network.RequireInput(layout.PixelMask, TensorElementType.Bool, 1, -1, size, size);
            bool[] all = new bool[size * size];
            Array.Fill(all, value: true);
            _mask = OrtValue.CreateTensorValueFromMemory(all, [1, 1, size, size]);
        }
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="VadException">It is no such network.</exception>
    public static VisionEncoder Open(ModelFile file, VisionLanguageLayout layout, int size) =>
        OnnxModelChecks.Open(file, network => new VisionEncoder(network, layout, size));

    /// <summary>Appends the features of one tile: the cost on a CPU is that of a batch, and it takes less memory.</summary>
    /// <param name="pixels">[3, size, size], normalised.</param>
    /// <param name="features">Where the rows go.</param>
    /// <exception cref="VadException">The network refuses it or answers with something that is no row of numbers.</exception>
    public void Encode(float[] pixels, ImageFeatures features)
    {
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, _shape);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _network.Run(_inputs, _mask is null ? [input] : [input, _mask], _outputs);
        long[] shape = outputs[0].GetTensorTypeAndShape().Shape;   // [1, tokens, hidden]
        ReadOnlySpan<float> rows = outputs[0].GetTensorDataAsSpan<float>();
        if (shape.Length < 2 || rows.Length == 0)
        {
            throw new VadException($"'{_network.File.Name}' answers with [{string.Join(", ", shape)}]; expected a picture's features [1, tokens, hidden].");
        }

        features.Add(rows, (int)shape[^1]);
    }

    public void Dispose()
    {
        _mask?.Dispose();
        _network.Dispose();
    }
}
