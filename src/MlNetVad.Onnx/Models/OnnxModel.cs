using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Models;

/// <summary>An opened network. Several threads may run it at once.</summary>
internal sealed class OnnxModel : IDisposable
{
    private static readonly RunOptions Plain;

    private readonly InferenceSession _session;

    static OnnxModel()
    {
        OnnxTelemetry.Forbid();
        Plain = new RunOptions();
    }

    private OnnxModel(ModelFile file, InferenceSession session)
    {
        File = file;
        _session = session;
    }

    /// <summary>The file it came from.</summary>
    public ModelFile File { get; }

    /// <summary>The inputs by name; a dimension that may vary is -1.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    /// <summary>The outputs by name.</summary>
    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>What the file says of itself: exporters leave the task and the names of the classes there.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>Opens a network on all cores.</summary>
    /// <exception cref="VadException">The file is no ONNX network, uses operators that ONNX Runtime lacks, or ONNX Runtime is missing.</exception>
    public static OnnxModel Open(ModelFile file)
    {
        string? path = file.OnDisk;
        return Open(file, path, path is null ? file.Read() : [], Environment.ProcessorCount);
    }

    /// <summary>Opens a network that was made from a file's.</summary>
    /// <param name="file">The file.</param>
    /// <param name="network">The network, as the bytes of an ONNX file.</param>
    /// <param name="threads">Threads of one run; several threads may each run it at once.</param>
    /// <exception cref="VadException">It is no ONNX network, or ONNX Runtime is missing.</exception>
    public static OnnxModel Open(ModelFile file, byte[] network, int threads) => Open(file, null, network, threads);

    private static OnnxModel Open(ModelFile file, string? path, byte[] bytes, int threads)
    {
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = threads,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");   // who waits gives its core to other cameras and decoders
            return new OnnxModel(file, Memory.Sparingly(() => path is null ? new InferenceSession(bytes, options) : new InferenceSession(path, options)));
        }
        catch (OnnxRuntimeException e)
        {
            throw new VadException($"'{file.Name}' cannot be opened as an ONNX network ({FirstLine(e)}); it is damaged, no ONNX file, or needs a newer ONNX Runtime.", e);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new VadException($"'{file.Name}' cannot be run, because ONNX Runtime is missing: {FirstLine(e.GetBaseException())}", e);
        }
    }

    /// <summary>Checks an input: its name, type and shape.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">The expected dimensions; -1 for one that may be anything.</param>
    /// <exception cref="VadException">It is not there, or of another type or shape; the message names expected and found.</exception>
    public void RequireInput(string name, TensorElementType type, params ReadOnlySpan<int> shape) => Require("input", Inputs, name, type, shape);

    /// <summary>Checks an output: its name, type and shape.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">The expected dimensions; -1 for one that may be anything.</param>
    /// <exception cref="VadException">It is not there, or of another type or shape.</exception>
    public void RequireOutput(string name, TensorElementType type, params ReadOnlySpan<int> shape) => Require("output", Outputs, name, type, shape);

    /// <summary>Runs the network.</summary>
    /// <param name="inputNames">The inputs that are given.</param>
    /// <param name="inputs">Their values, in the same order; they stay the caller's.</param>
    /// <param name="outputNames">The outputs that are wanted.</param>
    /// <returns>The outputs in the order of their names; dispose of them.</returns>
    /// <exception cref="VadException">The network refuses the values.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyCollection<string> inputNames, IReadOnlyCollection<OrtValue> inputs, IReadOnlyCollection<string> outputNames)
    {
        try
        {
            return _session.Run(Plain, inputNames, inputs, outputNames);
        }
        catch (OnnxRuntimeException e)
        {
            throw new VadException($"'{File.Name}' refuses what it is given ({FirstLine(e)}); check that it is the kind of network that its options describe.", e);
        }
    }

    /// <summary>Gives the network's memory back.</summary>
    public void Dispose() => _session.Dispose();

    private void Require(string role, IReadOnlyDictionary<string, NodeMetadata> found, string name, TensorElementType type, ReadOnlySpan<int> shape)
    {
        if (!found.TryGetValue(name, out NodeMetadata? node))
        {
            throw new VadException($"'{File.Name}' has no {role} '{name}'; its {role}s are: {string.Join(", ", found.Select(n => $"{n.Key} {Show(n.Value)}"))}. Name the right one in the options.");
        }

        if (!node.IsTensor || node.ElementDataType != type || !Fits(node.Dimensions, shape))
        {
            throw new VadException($"The {role} '{name}' of '{File.Name}' is {Show(node)}; expected {Show(type, shape)}.");
        }
    }

    private static bool Fits(ReadOnlySpan<int> found, ReadOnlySpan<int> expected)
    {
        if (found.Length != expected.Length)
        {
            return found.Length == 0;   // a graph need not say its shapes
        }

        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] > 0 && expected[i] > 0 && found[i] != expected[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string Show(NodeMetadata node) => node.IsTensor ? Show(node.ElementDataType, node.Dimensions) : node.OnnxValueType.ToString();

    private static string Show(TensorElementType type, ReadOnlySpan<int> shape) =>
        $"{type}[{string.Join(", ", shape.ToArray().Select(d => d < 0 ? "?" : $"{d}"))}]";

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.', '\r', ' ');
}
