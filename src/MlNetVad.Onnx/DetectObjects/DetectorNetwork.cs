using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Onnx.Models;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.DetectObjects;

/// <summary>An opened detector whose input and output are known to fit its format. Several threads may run it at once.</summary>
internal sealed class DetectorNetwork
{
    // dynamic batches are bounded, for activations take many times the memory of the pictures
    private const int LargestBatch = 8;

    private readonly OnnxModel _model;
    private readonly string[] _inputs, _outputs;

    private DetectorNetwork(OnnxModel model, string input, string output, NetworkOptions options)
    {
        _model = model;
        _inputs = [input];
        _outputs = [output];
        ReadOnlySpan<int> shape = model.Inputs[input].Dimensions;   // [B, 3, H, W], or nothing where the file says none
        FixedBatch = shape.Length > 0 && shape[0] > 0 ? shape[0] : null;
        Height = Side(shape, 2, options);
        Width = Side(shape, 3, options);
    }

    /// <summary>The file.</summary>
    public ModelFile File => _model.File;

    /// <summary>The names of its classes by id, where the file gives them.</summary>
    public string[]? ClassNames => NetworkCard.Names(_model);

    /// <summary>Rows of its picture.</summary>
    public int Height { get; }

    /// <summary>Columns of its picture.</summary>
    public int Width { get; }

    /// <summary>Pictures of a run where the file fixes their number, else null.</summary>
    public int? FixedBatch { get; }

    /// <summary>The meaning of its output.</summary>
    public OutputLayout Layout { get; private set; } = null!;

    /// <summary>Floats of one picture.</summary>
    public int PictureLength => DetectorPicture.Planes * Height * Width;

    /// <summary>Floats of one picture's output.</summary>
    public int OutputLength => Layout.Boxes * Layout.Attributes;

    /// <summary>How many pictures go through at once when so many are wanted.</summary>
    public int BatchFor(int pictures) => FixedBatch ?? Math.Min(pictures, LargestBatch);

    /// <summary>Opens a detector, and runs it once on a blank picture to see what it gives.</summary>
    /// <exception cref="VadException">The file is no network, or its input or output is not what the format says.</exception>
    public static DetectorNetwork Open(ModelFile file, NetworkOptions options)
    {
        var model = OnnxModel.Open(file);
        try
        {
            string input = options.InputName ?? (model.Inputs.Count == 1 ? model.Inputs.Keys.First() : throw new VadException(
                $"'{file.Name}' has {model.Inputs.Count} inputs ({string.Join(", ", model.Inputs.Keys)}); a detector has one picture: give a detector without preprocessing inputs."));
            string output = options.OutputName ?? model.Outputs.Keys.First();
            model.RequireInput(input, FloatOrHalf(model.Inputs, input), -1, DetectorPicture.Planes, -1, -1);
            model.RequireOutput(output, FloatOrHalf(model.Outputs, output), -1, -1, -1);
            NetworkCard.RequireBoxes(model, output);
            var network = new DetectorNetwork(model, input, output, options);
            network.Probe(options.Format);
            return network;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="pictures">[B, 3, H, W]; stays the caller's.</param>
    /// <param name="batch">B.</param>
    /// <returns>[B, N, A] or [B, A, N] as the layout says; dispose of it.</returns>
    public DetectorOutput Run(Memory<float> pictures, int batch)
    {
        long[] shape = [batch, DetectorPicture.Planes, Height, Width];
        Memory<float> given = pictures[..(batch * PictureLength)];
        using OrtValue input = _model.Inputs[_inputs[0]].ElementDataType == TensorElementType.Float16
            ? OrtValue.CreateTensorValueFromMemory(HalfNumbers.Of(given.Span), shape)
            : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, given, shape);
        return new DetectorOutput(_model.Run(_inputs, [input], _outputs));
    }

    // half the precision is served too; what is neither is refused as no Float
    private static TensorElementType FloatOrHalf(IReadOnlyDictionary<string, NodeMetadata> nodes, string name) =>
        nodes.TryGetValue(name, out NodeMetadata? node) && node.IsTensor && node.ElementDataType == TensorElementType.Float16 ? TensorElementType.Float16 : TensorElementType.Float;

    private void Probe(DetectorFormat format)
    {
        int batch = FixedBatch ?? 1;
        using DetectorOutput output = Run(new float[batch * PictureLength], batch);
        Layout = OutputLayout.Of(File.Name, _outputs[0], format, output.Shape, (batch, Height, Width), output.Values);
    }

    private int Side(ReadOnlySpan<int> shape, int axis, NetworkOptions options)
    {
        int side = shape.Length > 0 ? shape[axis] : -1;
        if (side <= 0)
        {
            return options.OpenSide % NetworkOptions.CoarsestStride == 0
                ? options.OpenSide
                : throw new VadException($"InputSize is {options.InputSize}; expected a multiple of {NetworkOptions.CoarsestStride}: correct the option.");
        }

        return options.InputSize <= 0 || options.InputSize == side
            ? side
            : throw new VadException($"InputSize is {options.InputSize}, but the pictures of '{File.Name}' are {shape[3]} × {shape[2]}: leave InputSize at 0.");
    }
}

/// <summary>What one run gave; memory of ONNX Runtime.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct DetectorOutput(IDisposableReadOnlyCollection<OrtValue> values) : IDisposable
{
    private OrtTensorTypeAndShapeInfo Tensor => values[0].GetTensorTypeAndShape();

    /// <summary>All numbers.</summary>
    public ReadOnlySpan<float> Values => Tensor.ElementDataType == TensorElementType.Float16
        ? HalfNumbers.Widen(values[0].GetTensorDataAsSpan<Float16>())
        : values[0].GetTensorDataAsSpan<float>();

    /// <summary>Their dimensions.</summary>
    public long[] Shape => Tensor.Shape;

    /// <inheritdoc/>
    public void Dispose() => values.Dispose();
}
